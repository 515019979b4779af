package probity.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.wire.RequestHead;

/// A request as it came: nothing of it is believed yet.
///
/// @param path the request target up to the first `?`, undecoded
/// @param query from the `?` on, `?` included; empty where there is none
/// @param body empty when it was larger than the bound; then nothing of it is kept
/// @param peer who sent it
/// @param received milliseconds since 1970, when the head was complete
record RawRequest(
    String method,
    String path,
    String query,
    HttpHeaders headers,
    Optional<Bytes> body,
    Peer peer,
    long received) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// What a format may know of it beside the body.
  RequestHead head() {
    return new RequestHead(
        method, path, name -> headers.getAll(name).size() == 1 ? header(name) : Optional.empty());
  }

  /// Leaves content out: a request may be logged by accident.
  @Override
  public String toString() {
    return "request";
  }
}
