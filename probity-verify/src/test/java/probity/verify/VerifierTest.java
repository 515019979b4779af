package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.TrustPolicy;

/// What the verifier says of ledgers that nobody has touched, and of what it was given beside them.
class VerifierTest {
  @TempDir Path temp;

  static Report verify(Path folder, Trust trust, Path... expected) {
    return new Verifier(trust, List.of(expected), Patience.NONE, Progress.NONE).verify(folder);
  }

  static Trust keys(Path file) throws Exception {
    var policy = TrustPolicy.parse(Files.readString(file));
    return new Trust.Keys(((Checked.Valid<TrustPolicy>) policy).value());
  }

  @Test
  void an_untouched_ledger_is_signed_chained_and_included() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 60);

    var report = verify(ledger.ledger, keys(ledger.trust()));

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary())
        .isEqualTo("verified: 2 logs, 309 entries; signed, chained, included; unanchored");
    assertThat(report.logs()).extracting(LogReport::open).containsExactly(0L, 1L);
  }

  @Test
  void without_a_trust_file_it_is_self_asserted() {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);

    var report = verify(ledger.ledger, new Trust.Folder());

    assertThat(report.summary())
        .isEqualTo(
            "verified: 2 logs, 14 entries; signed, chained, included; unanchored; self-asserted");
  }

  @Test
  void an_empty_folder_is_never_verified() {
    var report = verify(temp, new Trust.Folder());

    assertThat(report.summary()).isEqualTo("NOT VERIFIED: 1 finding");
    assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.MISSING);
  }
}
