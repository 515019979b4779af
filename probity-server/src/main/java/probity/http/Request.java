package probity.http;

import java.util.Map;
import java.util.Optional;
import probity.exchange.Bytes;

/// One request, read whole.
///
/// @param method as it came, but that a `HEAD` is asked as `GET`: [BoundedHttp] leaves the body
///   away
/// @param target the request target byte for byte as it came, with query and escapes, if it has any
/// @param headers by lower-case name; several of one name are joined by `, `
public record Request(String method, String target, Map<String, String> headers, Bytes body) {
  public Request {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
