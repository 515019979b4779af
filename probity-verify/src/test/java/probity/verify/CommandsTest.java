package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.ProofFile;
import probity.ledger.Proofs;
import probity.ledger.TrustPolicy;
import probity.ledger.Ulid;

/// The commands beside the verification of a whole ledger.
class CommandsTest {
  @TempDir Path temp;
  private LedgerFixture ledger = LedgerFixture.unpublished(Path.of("unused"));
  private Path trust = Path.of("unused");

  private record Run(int status, List<String> out, String err) {}

  @BeforeEach
  void begin() {
    ledger = TamperLedgers.base(temp);
    trust = ledger.trust();
  }

  private static Run run(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var to = new PrintStream(out, true, StandardCharsets.UTF_8);
        var errors = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      int status = Main.run(List.of(words), to, errors);
      return new Run(
          status,
          out.toString(StandardCharsets.UTF_8).lines().toList(),
          err.toString(StandardCharsets.UTF_8));
    }
  }

  private Path file(String name, byte[] content) throws Exception {
    return Files.write(temp.resolve(name), content);
  }

  private String proof(byte[] note) {
    var log = ledger.records;
    var leaves = log.entries.stream().map(Hash::leaf).toList();
    var path = Proofs.inclusion(3, leaves);
    return new ProofFile(Optional.empty(), 3, path, Note.parse(note).orThrow()).text();
  }

  @Test
  void an_entry_is_proven_without_the_ledger_and_unknown_lines_do_not_matter() throws Exception {
    var log = ledger.records;
    byte[] cosigned = Files.readAllBytes(log.folder().resolve("cosigned"));
    byte[] more =
        Note.addSignature(cosigned, log.checkpoint().text(), TestKey.named("stranger.example"));
    Path proof = file("a.tlog-proof", proof(more).getBytes(StandardCharsets.UTF_8));
    Path entry = file("entry", log.entries.get(3));
    Path other = file("other", log.entries.get(2));
    Path unwitnessed = file("b.tlog-proof", proof(log.note()).getBytes(StandardCharsets.UTF_8));

    var good = run("proof", proof.toString(), "--entry", entry.toString(), "--trust", trust + "");
    var wrong = run("proof", proof.toString(), "--entry", other.toString(), "--trust", trust + "");
    var few = run("proof", unwitnessed + "", "--entry", entry + "", "--trust", trust + "");

    assertThat(good.status()).isZero();
    assertThat(good.out().getLast())
        .isEqualTo(
            "verified: entry 3 of 7 in `probity.example/acme/records`; included; witnessed by 2");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out().getFirst()).startsWith("ROOT_MISMATCH: ");
    assertThat(few.status()).isEqualTo(1);
    assertThat(few.out().getFirst()).contains("quorum is not met");
    assertThat(run("proof", proof.toString()).status()).isEqualTo(2);
    assertThat(run("proof", "gone", "--entry", "gone", "--trust", "gone").err())
        .isEqualTo("cannot read: `gone` is not there\n");
  }

  @Test
  void a_trust_file_made_from_a_ledger_is_one_and_its_fingerprints_are_shown() throws Exception {
    Path made = temp.resolve("made");

    var run = run("trust", "export", ledger.ledger.toString(), "--out", made.toString());

    assertThat(run.status()).isZero();
    var policy = TrustPolicy.parse(Files.readString(made)).orThrow();
    assertThat(policy.logs()).hasSize(4);
    assertThat(policy.witnesses()).hasSize(2);
    assertThat(policy.quorum()).isEqualTo("all");
    String fingerprint = ledger.records.key().key().fingerprint();
    assertThat(run.err())
        .contains("  Ed25519 " + fingerprint.substring(0, 4) + " " + fingerprint.substring(4, 8))
        .contains("  size 7, root " + ledger.records.checkpoint().root().base64());
    assertThat(run(ledger.ledger.toString(), "--trust", made.toString(), "--quiet").status())
        .isZero();
    assertThat(run("trust", "export", temp.resolve("nothing").toString()).status()).isEqualTo(2);
    assertThat(run("trust").status()).isEqualTo(2);
    assertThat(run("trust", ledger.ledger.toString()).status()).isEqualTo(2);
  }

  private String receipt(byte[] bytes, byte[] leafOf, String by) {
    var entry = Entry.parse(bytes).orThrow();
    String series = entry.series().substring(entry.series().length() - Ulid.LENGTH);
    String words = String.join(" ", entry.log(), series, entry.seq() + "", Hash.leaf(leafOf).hex());
    String text = "probity/receipt/v1\n" + words.replace(' ', '\n') + "\n";
    byte[] signature = ledger.traffic.signer(by).sign(text.getBytes(StandardCharsets.UTF_8));
    return words + " " + Base64.getEncoder().encodeToString(signature);
  }

  @Test
  void each_receipt_must_be_an_entry_and_signed_by_its_series() throws Exception {
    var entries = ledger.traffic.entries;
    String good = receipt(entries.get(3), entries.get(3), "gateway-1");
    String other = receipt(entries.get(4), entries.get(3), "gateway-1");
    String forged = receipt(entries.get(4), entries.get(4), "gateway-2");
    Path right =
        file(
            "right",
            ("x-probity-receipt: " + good + "\n\n" + good + "\n").getBytes(StandardCharsets.UTF_8));
    Path wrong =
        file("wrong", String.join("\n", good, other, forged, "x").getBytes(StandardCharsets.UTF_8));

    var all = run(ledger.ledger + "", "--trust", trust + "", "--receipts", right + "", "--quiet");
    var some = run(ledger.ledger + "", "--trust", trust + "", "--receipts", wrong + "", "--quiet");

    assertThat(all.status()).as("%s", all.out()).isZero();
    assertThat(all.out().getLast()).endsWith("; receipts 2 of 2 are entries");
    assertThat(some.status()).isEqualTo(1);
    assertThat(some.out())
        .contains("receipts 1 of 4 are entries")
        .anyMatch(line -> line.startsWith("INCONSISTENT ") && line.contains("wrong line 2: "))
        .anyMatch(line -> line.startsWith("MISSING ") && line.contains("wrong line 3: "))
        .anyMatch(line -> line.startsWith("MALFORMED ") && line.contains("wrong line 4: "));
  }

  @Test
  void grades_and_words_of_the_command_line_are_read() {
    String folder = ledger.ledger.toString();

    var entries = run(folder, "--trust", trust + "", "--entries", "--fast", "--quiet");
    var lacking = run(folder, "--trust", trust + "", "--require", "anchored", "--quiet");

    assertThat(entries.status()).isZero();
    assertThat(entries.out())
        .contains("  entries  10..11 chained included unanchored")
        .contains("signatures of entries: not checked (--fast)");
    assertThat(lacking.status()).isEqualTo(1);
    assertThat(lacking.out().getLast()).isEqualTo("NOT VERIFIED: 2 findings");
    assertThat(run(folder, "--require", "good").err())
        .startsWith("cannot run: `good` names no grades; ");
    assertThat(run(folder, "--require").err()).startsWith("cannot run: `--require` takes grades");
  }
}
