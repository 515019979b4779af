package probity.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.console.account.AccountSettings;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `console` of the configuration.
final class ConsoleReader {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\[[0-9a-f:]+]|[a-z0-9.-]+)(:[0-9]{1,5})?");

  private ConsoleReader() {}

  static ConsoleConfig read(Mapping console) {
    var at =
        console
            .optional("listen")
            .mapping(listen ->
                new Config.Listen(
                    ConfigReader.text(listen.optional("host"), ConsoleConfig.LISTEN.host()),
                    (int) listen.required("port").integer(0, 65535).orElse(0)))
            .orElse(ConsoleConfig.LISTEN);
    var url = publicUrl(console.optional("public_url"));
    if (url.isEmpty() && !isLoopback(at.host())) {
      console.mistake(
          "`public_url` with `https` was expected, since `"
              + at.host()
              + "` is not an address of this machine alone");
    }
    var session =
        console
            .optional("session")
            .mapping(ConsoleReader::session)
            .orElse(
                new Session(AccountSettings.STANDARD.idle(), AccountSettings.STANDARD.longest()));
    return new ConsoleConfig(
        at,
        url,
        console.optional("proxies").texts(16, 64).stream()
            .map(Text::value)
            .collect(Collectors.toSet()),
        ConfigReader.number(
            console, "upload_bytes", 1 << 10, 256 << 20, ConsoleConfig.UPLOAD_BYTES),
        session.idle(),
        session.longest());
  }

  private record Session(Duration idle, Duration longest) {}

  private static Session session(Mapping session) {
    var standard = AccountSettings.STANDARD;
    return new Session(
        ConfigReader.duration(session.optional("idle"), standard.idle()),
        ConfigReader.duration(session.optional("longest"), standard.longest()));
  }

  private static Optional<URI> publicUrl(Value value) {
    var text = value.name(ORIGIN, "an origin such as `https://probity.example`, without a path");
    var url = text.map(found -> URI.create(found.value()));
    if (url.isPresent()
        && url.get().getScheme().equals("http")
        && !isLoopback(String.valueOf(url.get().getHost()))) {
      text.get().mistake("`https` was expected: passwords would cross the network in the clear");
    }
    return url;
  }

  private static boolean isLoopback(String host) {
    if (host.equals("localhost")) return true;
    if (!host.matches("[0-9.]+|\\[?[0-9a-f:]+]?")) return false;
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
