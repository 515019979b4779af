package probity.witness.client;

import probity.exchange.Bytes;
import probity.gateway.upstream.Origin;

/// Sends one request to a witness. Blocks, within a bound; never throws for what a witness does.
@FunctionalInterface
public interface Post {
  Answer send(Origin origin, String path, byte[] body);

  /// What came back.
  sealed interface Answer {
    record Came(int status, Bytes body) implements Answer {}

    /// Nothing; `reason` is for people.
    record Missing(String reason) implements Answer {}
  }
}
