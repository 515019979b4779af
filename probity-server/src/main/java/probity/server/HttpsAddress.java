package probity.server;

import java.util.Optional;
import java.util.regex.Pattern;
import probity.gateway.upstream.Origin;
import probity.yaml.Text;

/// Where something is sent that nobody between may read: a URL of the configuration with `https`,
/// or with `http` on hosts that never leave the machine.
///
/// @param path from its first slash on, without a query
record HttpsAddress(Origin origin, String path) {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.[0-9]{1,3}){3}");

  /// Reads it; another URL is a mistake of the file.
  static Optional<HttpsAddress> read(Text text) {
    var parsed = ConfigReader.uri(text.value());
    var origin = parsed.flatMap(Origin::of);
    if (origin.isEmpty()
        || parsed.get().getRawQuery() != null
        || !text.value().chars().allMatch(c -> c < 0x7f)) {
      text.mistake("a URL `https://host[:port][/path]` was expected");
      return Optional.empty();
    }
    if (!origin.get().tls() && !LOOPBACK.matcher(origin.get().host()).matches()) {
      text.mistake("`https` was expected; `http` is for `localhost`, `127.0.0.1` and `[::1]`");
      return Optional.empty();
    }
    String path = parsed.get().getRawPath();
    return Optional.of(new HttpsAddress(origin.get(), path.isEmpty() ? "/" : path));
  }
}
