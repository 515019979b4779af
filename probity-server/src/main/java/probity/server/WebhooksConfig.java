package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.gateway.upstream.Origin;

/// The section `webhooks` of the configuration: where notifications of channels are posted.
///
/// @param waiting notifications that may wait for one receiver
/// @param attempts for each, the first one included
/// @param timeout of one attempt, from the first address tried to the last byte of the answer
public record WebhooksConfig(int waiting, int attempts, Duration timeout, List<Hook> channels) {
  static final WebhooksConfig NONE = new WebhooksConfig(1000, 8, Duration.ofSeconds(10), List.of());

  public WebhooksConfig {
    channels = List.copyOf(channels);
  }

  /// The receiver of one channel.
  ///
  /// @param path of its URL, `/` at least
  /// @param secret file of the key that signs what is posted, if it is signed
  /// @param authorities PEM file of who may have signed its certificate, if not those that the JDK
  ///   trusts
  public record Hook(
      String channel,
      Origin origin,
      String path,
      Optional<Path> secret,
      Optional<Path> authorities) {}
}
