package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.upstream.Origin;
import probity.timestamp.RunningTsa;
import probity.timestamp.TimestampCheck;
import probity.timestamp.TrustedCertificates;
import probity.verify.TimestampChecker;

/// A running gateway has its checkpoints stamped, and the stamps are verified offline afterwards.
class TimestampedLedgerTest {
  @TempDir Path dir;

  @Test
  void checkpoints_are_stamped_and_verified_by_whoever_trusts_the_authority() throws Exception {
    Path data = dir.resolve("data");
    Path root;
    try (var provider = FakeProvider.start();
        var tsa = RunningTsa.start(dir)) {
      root = tsa.root();
      var authority =
          new LedgerConfig.TimestampAuthority(
              "outside",
              new Origin(false, "127.0.0.1", tsa.port()),
              "/",
              Duration.ofMinutes(1),
              Optional.of(root));
      var config =
          Running.config(
              data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
      try (var gateway = Running.start(config.with(config.ledger().with(List.of(authority))))) {
        assertThat(gateway.call(Running.chat("Hello", "")).status()).isEqualTo(200);
        Running.await(() -> !Running.bodies(gateway.entries("records"), "anchor").isEmpty());
      }
    }

    var trusting = new TimestampCheck(TrustedCertificates.read(List.of(root)));
    assertThat(said(data, trusting)).contains("timestamped").contains("verified: ");
    var jdk = (TimestampChecker) (_, _) -> new TimestampChecker.Result.NotChecked("the JDK alone");
    assertThat(said(data, jdk)).contains("not checked: ").contains("verified: ");
    var suspicious =
        (TimestampChecker) (_, _) -> new TimestampChecker.Result.Invalid("the imprint differs");
    assertThat(said(data, suspicious)).contains("the imprint differs").contains("NOT VERIFIED");
  }

  private static String said(Path data, TimestampChecker checker) {
    var out = new ByteArrayOutputStream();
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      var words =
          List.of(
              data.resolve("ledger").toString(),
              "--trust",
              data.resolve("trust").toString(),
              "--quiet");
      int _ =
          probity.verify.Main.run(
              words, probity.verify.Options.DEFAULT.timestamps(checker), print, print);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
