package probity.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import probity.classify.Detectors;
import probity.identity.Identity;
import probity.wire.HeaderText;
import probity.wire.PlainText;

/// Which headers go on: of requests those on a list, of answers all but those on a list, and of
/// either the ones in which nothing is found.
final class ForwardedHeaders {
  private static final Set<String> REQUEST =
      Set.of(
          "accept",
          "accept-language",
          "content-type",
          "user-agent",
          "idempotency-key",
          "last-event-id",
          "anthropic-version",
          "anthropic-beta");
  private static final List<String> REQUEST_PREFIXES =
      List.of("openai-", "x-stainless-", "mcp-param-");

  /// Headers of MCP that formats compare with the body, or that hold what the server gave out. One
  /// that stands there twice is not forwarded: two readers would take two values from it.
  private static final Set<String> ONCE =
      Set.of("mcp-session-id", "mcp-protocol-version", "mcp-method", "mcp-name");

  /// Given out by servers, and random: what a detector sees in it is none of what it looks for.
  private static final String SESSION = "mcp-session-id";

  private static final int SESSION_CHARS_MAX = 256;
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

  /// The caller's headers that may reach the provider: of those on the list, the ones in which
  /// nothing is found. The caller's key is not among them, whatever header it stands in.
  static HttpHeaders toProvider(HttpHeaders received, Detectors detectors) {
    var forwarded = new DefaultHttpHeaders();
    for (Map.Entry<String, String> header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean listed =
          REQUEST.contains(name)
              || REQUEST_PREFIXES.stream().anyMatch(name::startsWith)
              || (ONCE.contains(name) && received.getAll(name).size() == 1);
      if (listed && isClean(name, header, detectors)) forwarded.add(name, header.getValue());
    }
    return forwarded;
  }

  private static boolean isSession(String value) {
    return value.length() <= SESSION_CHARS_MAX
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f)
        && !Identity.isIn(value);
  }

  /// Whether nothing is found in a header, its name included.
  private static boolean isClean(
      String name, Map.Entry<String, String> header, Detectors detectors) {
    if (name.equals(SESSION)) return isSession(header.getValue());
    String text = header.getKey() + ": " + HeaderText.of(header.getValue());
    return !Identity.isIn(text) && detectors.inspect(PlainText.texts(text)).isEmpty();
  }

  /// The provider's headers that may reach the caller: all but those of its connection with us,
  /// those that it names as such (RFC 9110 section 7.6.1), and those in which something is found.
  static HttpHeaders toCaller(HttpHeaders received, Detectors detectors) {
    var forwarded = new DefaultHttpHeaders();
    var ofConnection =
        received.getAll(HttpHeaderNames.CONNECTION).stream()
            .flatMap(names -> Arrays.stream(names.split(",", -1)))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    for (Map.Entry<String, String> header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (ofConnection.contains(name)) continue;
      boolean ours = NEVER_BACK.contains(name) || name.startsWith("x-probity-");
      if (!ours && isClean(name, header, detectors)) forwarded.add(name, header.getValue());
    }
    return forwarded;
  }
}
