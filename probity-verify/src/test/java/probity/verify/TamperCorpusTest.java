package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of tampering is found, with its place; the ledger that nobody touched is clean.
class TamperCorpusTest {
  @TempDir Path temp;

  private Path folder(String name) throws Exception {
    String out = System.getProperty("tamper.out");
    return Files.createDirectories((out == null ? temp : Path.of(out)).resolve(name));
  }

  private static Report verify(Path folder) throws Exception {
    Path kept = folder.resolve("kept");
    return VerifierTest.verify(
        folder.resolve("ledger"),
        VerifierTest.keys(folder.resolve("trust")),
        Files.exists(kept) ? new Path[] {kept} : new Path[0]);
  }

  @Test
  void the_ledger_that_nobody_touched_is_clean_and_witnessed() throws Exception {
    Path folder = folder("untouched");
    TamperLedgers.base(folder).trust();
    Files.writeString(folder.resolve("expected"), "clean\n");

    var report = verify(folder);

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary())
        .isEqualTo(
            "verified: 2 logs, 19 entries; signed, chained, included; witnessed 17 of 19;"
                + " unanchored");
    assertThat(report.lines())
        .contains(
            "not checked: 2 timestamps (the product's own `./probity" + " verify` checks them)");
  }

  @Test
  void a_grant_that_was_used_once_in_its_time_for_its_request_is_clean() throws Exception {
    Path folder = folder("granted");
    TamperLedgers.with(
            folder,
            all -> {
              var waited = all.intent(TamperLedgers.WRITER, "bot", List.of());
              var grant = all.grant(waited, "granted", TamperCorpus.GRANTED).hex();
              all.intent(TamperLedgers.WRITER, "bot", List.of(grant));
            })
        .trust();
    Files.writeString(folder.resolve("expected"), "clean\n");

    assertThat(verify(folder).findings()).isEmpty();
  }

  @Test
  void acts_on_registers_in_their_order_and_erasures_by_two_people_are_clean() throws Exception {
    Path folder = folder("acts");
    TamperLedgers.with(
            folder,
            all -> {
              var acts = new Acts(all);
              var first = acts.revision(1, "", "created");
              acts.about(1, first.hex(), "commented");
              acts.about(1, first.hex(), "returned");
              var second = acts.revision(2, first.hex(), "edited");
              acts.revision("risk-8", 1, "", "imported");
              acts.about(2, second.hex(), "proposed");
              acts.about(2, second.hex(), "approved");
              acts.revision(3, second.hex(), "merged");
              acts.revision(4, first.hex(), "undone");
              acts.about(2, second.hex(), "commented");
              acts.erasure(Acts.ANNA, Acts.BEN);
              acts.erasure(Acts.BEN, Acts.ANNA);
              var delegation = acts.delegation(Acts.CARL);
              acts.delegation(delegation, "approved");
              var waits = acts.revision("risk-7", 5, second.hex(), "edited");
              acts.decisionFor(Acts.CARL, delegation.hex(), "returned", 5, waits.hex());
              acts.decisionFor(Acts.CARL, delegation.hex(), "approved", 5, waits.hex());
              acts.delegationAgain(delegation);
            })
        .trust();
    Files.writeString(folder.resolve("expected"), "clean\n");

    assertThat(verify(folder).findings()).isEmpty();
  }

  @Test
  void a_ledger_signed_again_with_new_keys_is_self_asserted_without_a_trust_file()
      throws Exception {
    Path folder = folder("resigned-with-new-keys");
    Objects.requireNonNull(new TamperCorpus().cases.get("resigned-with-new-keys")).write(folder);

    var report = VerifierTest.verify(folder.resolve("ledger"), new Trust.Folder());

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary()).endsWith("; self-asserted");
  }

  @TestFactory
  Stream<DynamicTest> every_case_is_found_with_its_place() {
    var corpus = new TamperCorpus();
    return corpus.cases.entrySet().stream()
        .map(one ->
            DynamicTest.dynamicTest(
                one.getKey(),
                () -> {
                  Path folder = folder("case-" + one.getKey());
                  String expected = Objects.requireNonNull(corpus.expected.get(one.getKey()));
                  one.getValue().write(folder);
                  Files.writeString(folder.resolve("expected"), expected + "\n");

                  var report = verify(folder);

                  List<String> found =
                      report.findings().stream().map(f -> f.fault() + " " + f.place()).toList();
                  assertThat(found).as("%s", report.lines()).anyMatch(f -> f.startsWith(expected));
                }));
  }
}
