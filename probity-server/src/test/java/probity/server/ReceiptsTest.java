package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.TrustPolicy;
import probity.verify.Options;
import probity.verify.Patience;
import probity.verify.Report;
import probity.verify.Trust;
import probity.verify.Verifier;

/// Receipts that answers bear, against the ledger that they are of.
class ReceiptsTest {
  @TempDir Path dir;

  @Test
  void an_answer_and_a_refusal_bear_receipts_that_the_ledger_bears_out() throws Exception {
    String answered;
    String refused;
    try (var provider = FakeProvider.start()) {
      var config =
          Running.config(
              dir.resolve("data"),
              provider.port(),
              Running.limits(Duration.ofSeconds(20)),
              Running.PATIENT);
      try (var gateway = Running.start(config)) {
        var answer = gateway.call(Running.chat("Hello", ""));
        assertThat(answer.status()).isEqualTo(200);
        answered = answer.header("x-probity-receipt");
        var refusal =
            gateway.call(
                Running.chat("Hello", "").replace(Running.SUPPORT.text(), Running.INTERN.text()));
        assertThat(refusal.status()).isNotEqualTo(200);
        refused = refusal.header("x-probity-receipt");
      }
    }

    assertThat(verify(answered, refused).lines()).last().asString().startsWith("verified");
    String forged = answered.replaceFirst(" [0-9]+ ", " 999 ");
    assertThat(verify(forged).verified()).isFalse();
    int leaf = answered.lastIndexOf(' ') - 1;
    char other = answered.charAt(leaf) == '0' ? '1' : '0';
    assertThat(
            verify(answered.substring(0, leaf) + other + answered.substring(leaf + 1)).verified())
        .isFalse();
  }

  private Report verify(String... receipts) throws IOException {
    Path file = Files.write(dir.resolve("receipts"), List.of(receipts));
    var trust =
        new Trust.Keys(
            TrustPolicy.parse(Files.readString(dir.resolve("data").resolve("trust"))).orThrow());
    return new Verifier(trust, Options.DEFAULT.patience(Patience.NONE).withReceipts(List.of(file)))
        .verify(dir.resolve("data").resolve("ledger"));
  }
}
