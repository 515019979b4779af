package probity.console;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the console listens, and its bounds.
///
/// @param listen port 0 takes any free one
/// @param publicUrl origin under which browsers reach it, such as `https://probity.example`;
///   without it they are on this machine
/// @param proxies addresses that are believed when they say in `x-forwarded-for` who the client is
/// @param formBytes of a form
/// @param uploadBytes of a form with files
/// @param connections open at once
/// @param idle of a connection
public record ConsoleSettings(
    InetSocketAddress listen,
    Optional<URI> publicUrl,
    Set<String> proxies,
    int formBytes,
    int uploadBytes,
    int connections,
    Duration idle) {
  public static final int FORM_BYTES = 1 << 20;
  public static final int UPLOAD_BYTES = 32 << 20;
  public static final int CONNECTIONS = 256;
  public static final Duration IDLE = Duration.ofSeconds(30);

  /// With the bounds that hold where none are configured.
  public static ConsoleSettings at(InetSocketAddress listen) {
    return new ConsoleSettings(
        listen, Optional.empty(), Set.of(), FORM_BYTES, UPLOAD_BYTES, CONNECTIONS, IDLE);
  }

  public ConsoleSettings {
    proxies = Set.copyOf(proxies);
  }

  boolean https() {
    return publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  /// Origins that a browser may have this console under, the one to show first. `localhost` stands
  /// first where no other is configured, since browsers allow passkeys there without TLS.
  List<String> origins(int port) {
    return publicUrl
        .map(url -> List.of(url.toString().replaceAll("/+$", "")))
        .orElseGet(() ->
            List.of(
                "http://localhost:" + port, "http://127.0.0.1:" + port, "http://[::1]:" + port));
  }
}
