package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

    var config = good(shown.replaceAll("(?m)^# ", "").replace("# public_url", "public_url"));

    assertThat(config)
        .isEqualTo(
            new ConsoleConfig(
                ConsoleConfig.LISTEN,
                java.util.Optional.of(URI.create("https://probity.example")),
                Set.of(),
                ConsoleConfig.UPLOAD_BYTES,
                AccountSettings.STANDARD.idle(),
                AccountSettings.STANDARD.longest()));
    assertThat(good("console: {}").listen()).isEqualTo(ConsoleConfig.LISTEN);
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
