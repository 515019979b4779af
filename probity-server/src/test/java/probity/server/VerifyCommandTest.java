package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path dir;

  private static int run(String... words) {
    return Main.commandLine().setErr(new PrintWriter(new StringWriter())).execute(words);
  }

  @Test
  void the_words_of_the_jar_are_understood_and_its_status_is_the_answer() throws Exception {
    Path data = dir.resolve("data");
    try (var provider = FakeProvider.start()) {
      var config =
          Running.config(
              data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
      try (var gateway = Running.start(config)) {
        assertThat(gateway.call(Running.chat("Hello", "")).status()).isEqualTo(200);
      }
    }
    String ledger = data.resolve("ledger").toString();
    String trust = data.resolve("trust").toString();

    assertThat(run("verify", ledger, "--trust", trust, "--quiet")).isZero();
    assertThat(run("verify", ledger, "--trust", trust, "--require", "witnessed:1", "--quiet"))
        .isEqualTo(1);
    assertThat(run("verify", ledger, "--tsa", dir.resolve("absent.pem").toString())).isEqualTo(1);
    assertThat(run("verify", "--nonsense", ledger)).isEqualTo(2);
    Files.writeString(data.resolve("ledger/records/policy"), "quorum none\n");
    assertThat(run("verify", ledger, "--trust", trust, "--quiet")).isEqualTo(1);
  }
}
