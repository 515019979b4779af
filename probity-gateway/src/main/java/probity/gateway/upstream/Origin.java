package probity.gateway.upstream;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// Scheme, host and port: what an outbound call is allowed or refused by.
public record Origin(boolean tls, String host, int port) {
  /// The origin of an `http` or `https` URL; empty for anything else, and for URLs with user info.
  public static Optional<Origin> of(URI url) {
    if (url.getHost() == null || url.getRawUserInfo() != null) return Optional.empty();
    String host = url.getHost().toLowerCase(Locale.ROOT);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return switch (String.valueOf(url.getScheme())) {
      case "https" -> Optional.of(new Origin(true, bare, url.getPort() < 0 ? 443 : url.getPort()));
      case "http" -> Optional.of(new Origin(false, bare, url.getPort() < 0 ? 80 : url.getPort()));
      default -> Optional.empty();
    };
  }

  /// The value of a `Host` header (RFC 9110 section 7.2).
  public String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority();
  }
}
