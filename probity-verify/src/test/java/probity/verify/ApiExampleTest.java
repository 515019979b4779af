package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.ProofFile;
import probity.ledger.TrustPolicy;

/// The examples of the package's documentation, so that they compile and hold.
class ApiExampleTest {
  @TempDir Path temp;

  @Test
  void a_ledger_is_verified_under_a_trust_file_and_grades() throws Exception {
    var fixture = TamperLedgers.base(temp);
    Path ledger = fixture.ledger;
    String trustFile = Files.readString(fixture.trust());

    TrustPolicy policy = TrustPolicy.parse(trustFile).orThrow();
    Report report =
        new Verifier(
                new Trust.Keys(policy),
                Options.DEFAULT.requiring(Required.parse("trusted").orElseThrow()))
            .verify(ledger);

    assertThat(report.verified()).isTrue();
    assertThat(Verifier.verify(ledger, new Trust.Folder()).verified()).isTrue();
  }

  @Test
  void a_single_proof_needs_a_policy() {
    var fixture = TamperLedgers.base(temp);
    TrustPolicy policy = TrustPolicy.parse(fixture.records.policy()).orThrow();

    var proven =
        ProofFile.parse("no proof".getBytes(StandardCharsets.UTF_8))
            .then(proof -> proof.verify(Hash.of(new byte[0]), policy));

    assertThat(proven).isInstanceOf(Checked.Invalid.class);
  }
}
