package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import probity.console.account.AccountSettings;
import probity.yaml.Mistake;

class ConsoleReaderTest {
  private static final String OTHERS =
      """
      data: data
      origin: probity.example/acme
      bundle: ../bundle
      upstreams: {openai: {url: "https://api.openai.com"}}
      callers: []
      """;

  private static ConfigReader.Read read(String console) {
    return ConfigReader.read(Path.of("/etc/probity/probity.yaml"), OTHERS + console);
  }

  private static ConsoleConfig good(String console) {
    if (read(console) instanceof ConfigReader.Read.Good(var config)) {
      return config.governance().console().orElseThrow();
    }
    throw new AssertionError(mistakes(console));
  }

  private static String mistakes(String console) {
    return read(console) instanceof ConfigReader.Read.Bad(var mistakes)
        ? String.join("\n", mistakes.stream().map(Mistake::render).toList())
        : "";
  }

  @Test
  void the_page_shows_every_key_with_its_default() throws IOException {
    var page = Files.readString(Path.of("../docs/config.md"));
    var shown = page.substring(page.indexOf("# console:"), page.indexOf("# canaries:"));

    var config =
        good(
            shown
                .replaceAll("(?m)^# ", "")
                .replaceAll("(?m)^( *)# (public_url|sign_on|  )", "$1$2"));

    assertThat(config)
        .isEqualTo(
            new ConsoleConfig(
                ConsoleConfig.LISTEN,
                Optional.of(URI.create("https://probity.example")),
                Set.of(),
                ConsoleConfig.UPLOAD_BYTES,
                AccountSettings.STANDARD.idle(),
                AccountSettings.STANDARD.longest(),
                Optional.of(
                    new ConsoleConfig.SignOn(
                        URI.create("https://login.example/acme"),
                        "probity",
                        Optional.of(new Config.Credential.Source.Environment("SIGN_ON_SECRET")),
                        "Example login",
                        List.of()))));
    assertThat(good("console: {}").listen()).isEqualTo(ConsoleConfig.LISTEN);
  }

  @Test
  void who_somebody_is_never_crosses_a_network_unsealed() {
    assertThat(mistakes("console: {sign_on: {issuer: \"http://login.example\", client_id: a}}"))
        .contains("`https` was expected");
    assertThat(mistakes("console: {sign_on: {issuer: \"http://127.0.0.1:9\", client_id: a}}"))
        .isEmpty();
    assertThat(
            mistakes(
                "console: {sign_on: {issuer: \"https://login.example\", client_id: a,"
                    + " client_secret: {}}}"))
        .contains("exactly one of `env` and `file`");
    assertThat(mistakes("console: {sign_on: {client_id: a}}")).contains("issuer");
  }

  @Test
  void a_password_never_crosses_a_network_in_the_clear() {
    assertThat(mistakes("console: {listen: {host: 0.0.0.0, port: 1}}"))
        .contains("`public_url` with `https` was expected");
    assertThat(mistakes("console: {public_url: \"http://probity.example\"}"))
        .contains("`https` was expected");
    assertThat(
            mistakes(
                "console: {listen: {host: 0.0.0.0, port: 1}, public_url: \"https://a.example\"}"))
        .isEmpty();
    assertThat(mistakes("console: {public_url: \"http://localhost:9000\"}")).isEmpty();
  }

  @Test
  void what_is_no_origin_and_what_is_not_known_is_a_mistake() {
    assertThat(mistakes("console: {public_url: \"https://a.example/path\"}"))
        .contains("without a path");
    assertThat(mistakes("console: {lissen: {port: 1}}")).contains("listen");
  }
}
