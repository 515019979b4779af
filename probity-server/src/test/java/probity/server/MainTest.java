package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody reads who mistypes: one sentence, never a stack trace.
class MainTest {
  @TempDir private Path folder;

  private record Run(int status, List<String> lines) {}

  private static Run run(String... arguments) {
    var err = new StringWriter();
    var line = Main.commandLine().setErr(new PrintWriter(err, true));
    int status = line.execute(arguments);
    return new Run(status, err.toString().lines().toList());
  }

  @Test
  void a_wrong_option_is_one_sentence_and_where_to_read_on() {
    assertThat(run("serve"))
        .isEqualTo(
            new Run(
                2,
                List.of(
                    "probity: missing required option: `--config=FILE`",
                    "`./probity serve --help` has the options")));
    assertThat(run("demo", "--port", "x").lines().getFirst()).contains("`x` is not an int");
    assertThat(run("demo", "--port", "70000"))
        .isEqualTo(
            new Run(
                1, List.of("probity: port `70000` is not from 0 to 65535; 0 takes any free one")));
  }

  @Test
  void a_role_that_a_configuration_could_not_hold_gets_no_key() {
    var run = run("caller", "new", "--id", "support-bot", "--role", "Support");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).singleElement().asString().contains("role `Support`");
  }

  @Test
  void a_data_folder_in_use_is_one_sentence() throws IOException {
    var data = folder.resolve("data");
    var config = Running.config(data, 1, Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
    var file = folder.resolve("probity.yaml");
    Files.writeString(
        file,
        """
        listen: {port: 0}
        data: ./data
        origin: probity.example/test
        bundle: %s
        upstreams: {}
        callers: []
        """
            .formatted(Running.BUNDLE.toAbsolutePath()));

    try (var _ = Running.start(config)) {
      assertThat(run("serve", "--config", file.toString()))
          .isEqualTo(
              new Run(
                  1,
                  List.of(
                      "probity: ledger in `"
                          + data
                          + "` is used by another process; stop that one first")));
    }
  }

  @Test
  void a_disk_that_refuses_says_why() throws IOException {
    var file = folder.resolve("probity.yaml");
    Files.writeString(folder.resolve("data"), "a file, where a folder was expected");
    Files.writeString(
        file,
        """
        data: ./data
        origin: probity.example/test
        bundle: %s
        upstreams: {}
        callers: []
        """
            .formatted(Running.BUNDLE.toAbsolutePath()));

    var run = run("serve", "--config", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .singleElement()
        .asString()
        .startsWith("probity: ledger in `" + folder.resolve("data") + "` cannot be opened: ");
  }
}
