package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.TrustPolicy;

/// What the verifier says of ledgers that nobody has touched, and of what it was given beside them.
class VerifierTest {
  @TempDir Path temp;

  static Report verify(Path folder, Trust trust, Path... expected) {
    return new Verifier(trust, Options.DEFAULT.expecting(List.of(expected)).patience(Patience.NONE))
        .verify(folder);
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
        .isEqualTo("verified: 2 logs, 310 entries; signed, chained, included; unanchored");
    assertThat(report.logs()).extracting(LogReport::open).containsExactly(0L, 1L);
  }

  @Test
  void without_a_trust_file_it_is_self_asserted() {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);

    var report = verify(ledger.ledger, new Trust.Folder());

    assertThat(report.summary())
        .isEqualTo(
            "verified: 2 logs, 15 entries; signed, chained, included; unanchored; self-asserted");
  }

  @Test
  void an_empty_folder_is_never_verified() {
    var report = verify(temp, new Trust.Folder());

    assertThat(report.summary()).isEqualTo("NOT VERIFIED: 1 finding");
    assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.MISSING);
  }

  @Test
  void one_log_alone_verifies_and_says_what_it_could_not_compare() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);

    var report = verify(ledger.records.folder(), keys(ledger.trust()));

    assertThat(report.summary())
        .isEqualTo("verified: 1 log, 5 entries; signed, chained, included; unanchored");
    assertThat(report.unchecked()).hasSize(1);
  }

  @Test
  void a_log_whose_key_the_trust_file_does_not_give_is_not_verified_alone() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);

    var report = verify(ledger.traffic.folder(), keys(ledger.trust()));

    assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.UNKNOWN_KEY);
  }

  @Test
  void a_ledger_written_anew_with_other_keys_is_found_by_the_trust_file_alone() throws Exception {
    var real = LedgerFixture.published(temp.resolve("ledger"), 1);
    var forged = LedgerFixture.published(temp.resolve("forged"), 1);

    assertThat(verify(forged.ledger, new Trust.Folder()).summary()).endsWith("; self-asserted");
    assertThat(verify(forged.ledger, keys(real.trust())).findings())
        .extracting(Finding::fault)
        .contains(Fault.UNKNOWN_KEY);
  }

  @Test
  void a_log_that_the_trust_file_names_and_that_is_gone_is_found() throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    String gone = "log " + TestKey.named("probity.example/acme/traffic-x-2026h1").key() + "\n";
    Path trust = Files.writeString(temp.resolve("more"), gone + ledger.records.policy());

    var report = verify(ledger.ledger, keys(trust));

    assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.MISSING);
  }

  @Test
  void a_log_put_back_whole_is_found_with_a_checkpoint_kept_elsewhere_and_not_without()
      throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    LedgerFixture.copy(ledger.ledger, temp.resolve("older"));
    ledger.intent("gateway-1");
    ledger.publish();
    Path kept = temp.resolve("kept");
    Files.copy(ledger.traffic.folder().resolve("checkpoint"), kept);

    var untouched = verify(ledger.ledger, new Trust.Folder(), kept);
    var without = verify(temp.resolve("older"), new Trust.Folder());
    var with = verify(temp.resolve("older"), new Trust.Folder(), kept);

    assertThat(untouched.summary()).contains("anchored 11 of 16");
    assertThat(without.summary()).contains("unanchored");
    assertThat(with.findings()).extracting(Finding::fault).containsExactly(Fault.ROLLED_BACK);
  }

  @Test
  void every_earlier_checkpoint_is_a_beginning_of_the_log() throws Exception {
    var ledger = LedgerFixture.unpublished(temp.resolve("ledger"));
    var kept = new ArrayList<Path>();
    while (ledger.traffic.entries.size() < 300) {
      ledger.intent("gateway-1");
      if (ledger.traffic.entries.size() % 17 == 0 || ledger.traffic.entries.size() == 256) {
        Path file = temp.resolve("kept" + kept.size());
        kept.add(Files.write(file, ledger.traffic.checkpoint().sign(ledger.traffic.key())));
      }
    }
    ledger.publish();

    var report = verify(ledger.ledger, new Trust.Folder(), kept.toArray(Path[]::new));

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary()).contains("anchored 289 of 305");
  }

  @Test
  void an_expected_checkpoint_of_a_fork_or_of_no_log_here_or_of_another_signer_is_found()
      throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    var log = ledger.traffic;
    var fork = new Checkpoint(log.origin(), 3, Hash.of(new byte[0]));
    var gone = new Checkpoint("probity.example/acme/gone", 3, Hash.of(new byte[0]));
    Path forked = Files.write(temp.resolve("fork"), fork.sign(log.key()));
    Path missing = Files.write(temp.resolve("gone"), gone.sign(TestKey.named(gone.origin())));
    Path forged =
        Files.write(temp.resolve("forged"), log.checkpoint().sign(TestKey.named(log.origin())));
    Path garbage = Files.writeString(temp.resolve("garbage"), "garbage");

    var report = verify(ledger.ledger, new Trust.Folder(), forked, missing, forged, garbage);

    assertThat(report.findings())
        .extracting(Finding::fault)
        .containsExactlyInAnyOrder(
            Fault.ROLLED_BACK, Fault.MISSING, Fault.UNKNOWN_KEY, Fault.MALFORMED);
  }

  @Test
  void a_ledger_that_grows_while_it_is_read_is_verified() throws Exception {
    var ledger = LedgerFixture.unpublished(temp.resolve("ledger"));
    ledger.publish();
    var stop = new AtomicBoolean();
    try (var writer = Executors.newSingleThreadExecutor()) {
      var writing =
          writer.submit(() -> {
            while (!stop.get() && ledger.traffic.entries.size() < 2000) {
              ledger.outcome("gateway-1", ledger.intent("gateway-1"));
              ledger.publish();
            }
          });
      var verifier = new Verifier(new Trust.Folder(), Options.DEFAULT);

      for (int i = 0; i < 8; i++) {
        assertThat(verifier.verify(ledger.ledger).findings()).isEmpty();
      }

      stop.set(true);
      writing.get();
    }
  }

  @Test
  void a_log_that_appears_while_records_is_read_is_verified_with_the_rest() {
    var ledger = LedgerFixture.unpublished(temp.resolve("ledger"));
    ledger.records.publish();
    Progress publishing = (log, done, of) -> ledger.traffic.publish();
    var verifier = new Verifier(new Trust.Folder(), Options.DEFAULT.progress(publishing));

    var report = verifier.verify(ledger.ledger);

    assertThat(report.findings()).isEmpty();
    assertThat(report.logs()).hasSize(2);
  }

  @Test
  void a_writer_stopped_in_the_middle_of_publishing_is_named_as_one_possible_cause()
      throws Exception {
    var ledger = LedgerFixture.published(temp.resolve("ledger"), 1);
    Files.write(ledger.traffic.folder().resolve("tile/0/000.p/11"), new byte[11 * 32]);

    var report = verify(ledger.ledger, new Trust.Folder());

    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.place().file()).isEqualTo(LedgerFixture.TRAFFIC + "/tile/0/000.p/11");
          assertThat(finding.detail()).contains("start the gateway once");
        });
  }
}
