package probity.webhook;

import java.util.Optional;
import probity.gateway.upstream.Origin;
import probity.http.PinnedPost;

/// Where the notifications of one channel are posted.
///
/// @param path of its URL, `/` at least; it may be a secret of its own, so no log line has it
/// @param key signs what is posted, if there is one
/// @param http by whose rules it is called
public record Receiver(
    String channel, Origin origin, String path, Optional<SigningKey> key, PinnedPost http) {}
