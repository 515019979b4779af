package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What somebody reads who mistypes: one sentence, never a stack trace.
class MainTest {
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
  void a_key_ends_after_days_or_at_a_day_or_time_to_come() {
    long now = 1_764_061_200_000L;

    assertThat(CallerCommand.New.until("90d", now)).isEqualTo("2026-02-23T09:00:00.000Z");
    assertThat(CallerCommand.New.until("2027-01-31", now)).isEqualTo("2027-01-31T00:00:00.000Z");
    assertThat(CallerCommand.New.until("2027-01-31T12:00:00Z", now))
        .isEqualTo("2027-01-31T12:00:00.000Z");
    for (String wrong : List.of("2020-01-01", "0d", "-1d", "soon", "2027-02-30")) {
      var run = run("caller", "new", "--id", "support-bot", "--expires", wrong);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.lines())
          .singleElement()
          .asString()
          .contains("`" + wrong + "` is no end to come");
    }
  }

  @Test
  void a_role_that_a_configuration_could_not_hold_gets_no_key() {
    var run = run("caller", "new", "--id", "support-bot", "--role", "Support");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).singleElement().asString().contains("role `Support`");
  }
}
