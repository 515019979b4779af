package probity.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.console.account.AccountSettings;
import probity.console.signon.OpenIdProvider;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `console` of the configuration.
final class ConsoleReader {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\[[0-9a-f:]+]|[a-z0-9.-]+)(:[0-9]{1,5})?");

  private static final Pattern ISSUER =
      Pattern.compile(
          "https?://(\\[[0-9a-f:]+]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");
  private static final int SCOPES_MAX = 16;

  private ConsoleReader() {}

  /// @param path where a file of the configuration is
  static ConsoleConfig read(Mapping console, Function<Value, Path> path) {
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
        session.longest(),
        console.optional("sign_on").mapping(one -> signOn(one, path)).flatMap(found -> found));
  }

  private static Optional<ConsoleConfig.SignOn> signOn(Mapping signOn, Function<Value, Path> path) {
    var issuer =
        signOn
            .required("issuer")
            .name(ISSUER, "the issuer's address, such as `https://login.example/acme`");
    var client = signOn.required("client_id").text(200);
    var secret =
        signOn
            .optional("client_secret")
            .mapping(source -> ConfigReader.secret(source, path))
            .flatMap(found -> found);
    var title = signOn.optional("title").text(60).map(Text::value).orElse("Single sign-on");
    var scopes =
        signOn.optional("scopes").texts(SCOPES_MAX, 100).stream().map(Text::value).toList();
    if (issuer.isEmpty() || client.isEmpty()) return Optional.empty();
    var address = URI.create(issuer.get().value());
    if (!OpenIdProvider.isSafe(address)) {
      issuer
          .get()
          .mistake("`https` was expected: who somebody is would cross the network unsealed");
    }
    return Optional.of(
        new ConsoleConfig.SignOn(address, client.get().value(), secret, title, scopes));
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
