package probity.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which headers go on. Requests by a list of what may pass, because a header is text that nobody
/// inspected; answers by a list of what may not.
final class ForwardedHeaders {
  private static final Set<String> REQUEST =
      Set.of("accept", "accept-language", "content-type", "user-agent", "idempotency-key");
  private static final List<String> REQUEST_PREFIXES = List.of("openai-", "x-stainless-");
  private static final Set<String> NEVER_BACK =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "content-encoding",
          "set-cookie",
          "location",
          "alt-svc",
          "strict-transport-security");

  private ForwardedHeaders() {}

  /// The caller's headers that may reach the provider. The caller's key is not among them.
  static HttpHeaders toProvider(HttpHeaders received) {
    var forwarded = new DefaultHttpHeaders();
    for (Map.Entry<String, String> header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (REQUEST.contains(name) || REQUEST_PREFIXES.stream().anyMatch(name::startsWith)) {
        forwarded.add(name, header.getValue());
      }
    }
    return forwarded;
  }

  /// The provider's headers that may reach the caller: all but those of its connection with us.
  static HttpHeaders toCaller(HttpHeaders received) {
    var forwarded = new DefaultHttpHeaders();
    for (Map.Entry<String, String> header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!NEVER_BACK.contains(name) && !name.startsWith("x-probity-")) {
        forwarded.add(name, header.getValue());
      }
    }
    return forwarded;
  }
}
