package probity.console;

import java.util.Optional;

/// Knows who is behind an access token. Calls come from many threads.
@FunctionalInterface
public interface Bearers {
  /// The bearer of `token`, which counts as used today; empty when it is unknown, revoked or past
  /// its time, or its account or person is no longer there.
  Optional<Bearer> find(String token);
}
