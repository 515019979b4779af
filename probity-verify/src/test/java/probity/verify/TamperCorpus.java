package probity.verify;

import static probity.verify.TamperLedgers.KEYS;
import static probity.verify.TamperLedgers.TOKEN;
import static probity.verify.TamperLedgers.WRITER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.KeyType;
import probity.ledger.Note;

/// Ledgers that somebody has tampered with, by the name of what was done, each with the finding
/// that tells of it: `FAULT place`.
///
/// Generated from fixed keys; `-Dtamper.out=DIR` keeps them in folders `DIR/<name>` with `ledger/`,
/// `trust`, `expected` and perhaps `kept`, a checkpoint for `--expect`, so that other checkers can
/// be run on them.
final class TamperCorpus {
  /// Writes a case into a folder.
  interface Case {
    void write(Path folder) throws Exception;
  }

  private static final String TRAFFIC = LedgerFixture.TRAFFIC;
  private static final byte[] NOTHING = new byte[0];

  /// Within ten minutes of all that the fixture writes.
  static final String GRANTED = "2026-11-25T09:10:00.000Z";

  final Map<String, Case> cases = new LinkedHashMap<>();
  final Map<String, String> expected = new LinkedHashMap<>();

  TamperCorpus() {
    entries();
    signatures();
    wholeLogs();
    policies();
    cosigned();
    anchorsAndKinds();
    blobs();
    grants();
    new TamperedActs(this).add();
  }

  private void add(String name, String finding, Case writing) {
    cases.put(name, writing);
    expected.put(name, finding);
  }

  /// A case made by whoever can write files and has no key.
  private void edited(String name, String finding, Consumer<Edit> change) {
    add(
        name,
        finding,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          change.accept(new Edit(ledger.traffic.folder()));
        });
  }

  /// A case made by whoever has all keys.
  void written(String name, String finding, Consumer<LedgerFixture> change) {
    add(name, finding, folder -> TamperLedgers.with(folder, change).trust());
  }

  private void handedOver(String name, String finding, Function<LogFixture, byte[]> note) {
    add(name, finding, folder -> TamperLedgers.build(folder, KEYS, note, _ -> {}).trust());
  }

  private void entries() {
    String bundle = TRAFFIC + "/tile/entries/000.p/12";
    edited(
        "edit-an-entry",
        "BAD_SIGNATURE " + bundle + " entry 3",
        edit ->
            edit.entries(all ->
                all.set(3, replaced(all.get(3), "\"purpose\":\"test\"", "\"purpose\":\"demo\""))));
    edited("delete-an-entry", "MALFORMED " + bundle, edit -> edit.entries(all -> all.remove(5)));
    edited(
        "reorder-entries",
        "BROKEN_CHAIN " + bundle + " entry 3",
        edit -> edit.entries(all -> Collections.swap(all, 3, 4)));
    edited(
        "duplicate-an-entry",
        "BROKEN_CHAIN " + bundle + " entry 5",
        edit ->
            edit.entries(all -> {
              all.add(5, all.get(4));
              all.removeLast();
            }));
    edited("add-an-entry", "MALFORMED " + bundle, edit -> edit.entries(all -> all.add(all.get(4))));
    edited(
        "strip-an-entrys-signature",
        "MALFORMED " + bundle + " entry 4",
        edit -> edit.entries(all -> all.set(4, beforeSignature(all.get(4)))));
    written(
        "delete-an-entry-and-sign-again",
        "BROKEN_CHAIN " + TRAFFIC + "/tile/entries/000.p/11 entry 10",
        ledger -> ledger.traffic.entries.remove(10));
    written(
        "back-date-an-entry",
        "BROKEN_CHAIN " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger -> spoilt(ledger, "time", Json.of("2026-11-25T08:00:00.000Z")));
    written(
        "skip-a-number",
        "BROKEN_CHAIN " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger -> spoilt(ledger, "seq", Json.of(99)));
    written(
        "entry-by-another-key",
        "UNKNOWN_KEY " + bundle + " entry 11",
        ledger -> {
          var last = Entry.parse(ledger.traffic.entries.removeLast()).orThrow();
          var stranger = KEYS.make(KeyType.ED25519, "stranger").renamed(last.series());
          ledger.traffic.entries.add(Note.sign(Entry.text(last.body()), stranger));
        });
  }

  private void signatures() {
    String checkpoint = TRAFFIC + "/checkpoint";
    edited(
        "strip-the-ml-dsa-line",
        "UNKNOWN_KEY " + checkpoint,
        edit -> edit.signatures("checkpoint", lines -> lines.remove(0)));
    edited(
        "strip-the-ed25519-line",
        "UNKNOWN_KEY " + checkpoint,
        edit -> edit.signatures("checkpoint", lines -> lines.remove(1)));
    edited(
        "double-a-line",
        "UNKNOWN_KEY " + checkpoint,
        edit -> edit.signatures("checkpoint", lines -> lines.add(lines.get(1))));
    edited(
        "signature-of-an-older-checkpoint",
        "BAD_SIGNATURE " + checkpoint,
        edit -> {
          var older = new ArrayList<String>();
          edit.signatures("cosigned", older::addAll);
          edit.signatures("checkpoint", lines -> lines.set(1, older.get(1)));
        });
    edited(
        "base64-without-padding",
        "MALFORMED " + checkpoint,
        edit -> edit.text("checkpoint", note -> note.replaceFirst("=\n", "\n")));
    edited(
        "number-with-a-sign",
        "MALFORMED " + checkpoint,
        edit -> edit.text("checkpoint", note -> note.replaceFirst("\n12\n", "\n+12\n")));
    edited(
        "number-with-a-zero",
        "MALFORMED " + checkpoint,
        edit -> edit.text("checkpoint", note -> note.replaceFirst("\n12\n", "\n012\n")));
    edited(
        "number-in-other-digits",
        "MALFORMED " + checkpoint,
        edit -> edit.text("checkpoint", note -> note.replaceFirst("\n12\n", "\n١٢\n")));
    edited(
        "extension-line",
        "MALFORMED " + checkpoint,
        edit -> edit.text("checkpoint", note -> note.replaceFirst("=\n\n", "=\nmore\n\n")));
    add(
        "unknown-line-on-the-checkpoint",
        "UNKNOWN_KEY " + checkpoint,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          addLine(ledger.traffic, "checkpoint", ledger.traffic.checkpoint().text());
        });
    add(
        "unknown-line-on-cosigned",
        "UNKNOWN_KEY " + TRAFFIC + "/cosigned",
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          Path file = ledger.traffic.folder().resolve("cosigned");
          String text = Note.parse(Files.readAllBytes(file)).orThrow().text();
          addLine(ledger.traffic, "cosigned", text.getBytes(StandardCharsets.UTF_8));
        });
  }

  private void wholeLogs() {
    add(
        "cut-the-tail-with-a-kept-checkpoint",
        "ROLLED_BACK " + TRAFFIC + "/checkpoint",
        folder -> {
          var ledger = TamperLedgers.with(folder, TamperLedgers::exchange);
          keep(ledger.traffic, folder);
          ledger.traffic.entries.removeLast();
          ledger.traffic.entries.removeLast();
          ledger.publish();
          ledger.trust();
        });
    add(
        "cut-the-tail-that-witnesses-saw",
        "ROLLED_BACK " + TRAFFIC + "/cosigned",
        folder -> {
          var ledger =
              TamperLedgers.with(
                  folder,
                  all -> {
                    all.traffic.cosign();
                    all.traffic.entries.removeLast();
                    all.traffic.entries.removeLast();
                  });
          ledger.trust();
        });
    add(
        "fork-with-a-kept-checkpoint",
        "ROLLED_BACK " + TRAFFIC + "/checkpoint",
        folder -> {
          var ledger = TamperLedgers.with(folder, all -> all.gap(WRITER));
          keep(ledger.traffic, folder);
          ledger.traffic.entries.removeLast();
          ledger.traffic.entries.add(last(folder.resolve("other")));
          ledger.publish();
          ledger.trust();
        });
    add(
        "resigned-with-new-keys",
        "UNKNOWN_KEY records/policy",
        folder -> {
          TamperLedgers.base(folder.resolve("real")).trust();
          Files.move(folder.resolve("real/trust"), folder.resolve("trust"));
          TamperLedgers.build(folder, TestKey.seeded("forger"), LogFixture::note, _ -> {});
        });
    add(
        "another-log-in-its-place",
        "INCONSISTENT " + TRAFFIC + "/checkpoint",
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          Files.move(ledger.traffic.folder(), folder.resolve("away"));
          LedgerFixture.copy(ledger.records.folder(), ledger.traffic.folder());
        });
    add(
        "records-put-back",
        "ROLLED_BACK " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        folder -> {
          var ledger =
              TamperLedgers.with(
                  folder,
                  all -> {
                    all.anchor(all.traffic, TOKEN);
                    all.heartbeat(WRITER);
                    all.records.entries.removeLast();
                  });
          ledger.trust();
        });
  }

  private void policies() {
    String policy = TRAFFIC + "/policy";
    add(
        "another-key-in-the-policy",
        "CONTENT_MISMATCH " + policy,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          ledger.traffic.keys =
              List.of(KEYS.make(KeyType.ED25519, "x").renamed(ledger.traffic.origin()));
          ledger.traffic.publish();
        });
    edited(
        "no-witnesses-in-the-policy",
        "CONTENT_MISMATCH " + policy,
        edit ->
            edit.text(
                "policy",
                text ->
                    text.replaceAll("(?m)^(witness|group) .*\n", "")
                        .replace("quorum all", "quorum none")));
    edited(
        "policy-in-other-bytes",
        "MALFORMED " + policy,
        edit -> edit.text("policy", text -> text.replace("quorum ", "quorum  ")));
    written(
        "policy-entry-with-another-before",
        "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger -> {
          var log = ledger.traffic;
          // The policy of the overlap, which is not in force any more.
          var now = log.keys;
          var both = new ArrayList<>(now);
          both.addFirst(KEYS.make(KeyType.ED25519, log.origin()));
          log.keys = both;
          log.changePolicy(WRITER, now, List.of(log.witnesses.getFirst()), log.note());
        });
    written(
        "key-gone-without-handover",
        "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger -> {
          var log = ledger.traffic;
          log.changePolicy(WRITER, log.keys.subList(1, 2), log.witnesses, NOTHING);
        });
    handedOver(
        "handover-before-the-new-key",
        "UNKNOWN_KEY " + TRAFFIC + "/blob/",
        log -> {
          var keys = log.keys;
          log.keys = keys.subList(0, 2);
          byte[] note = log.note();
          log.keys = keys;
          return note;
        });
    handedOver(
        "handover-by-the-new-key-alone",
        "UNKNOWN_KEY " + TRAFFIC + "/blob/",
        log -> {
          var keys = log.keys;
          log.keys = keys.subList(1, 3);
          byte[] note = log.note();
          log.keys = keys;
          return note;
        });
    handedOver(
        "handover-of-another-root",
        "ROOT_MISMATCH " + TRAFFIC + "/blob/",
        log ->
            new Checkpoint(log.origin(), log.entries.size(), Hash.of(NOTHING))
                .sign(List.copyOf(log.keys)));
    handedOver(
        "handover-that-does-not-cover-the-new-key",
        "INCONSISTENT " + TRAFFIC + "/blob/",
        log -> {
          var entry = log.entries.removeLast();
          byte[] note = log.note();
          log.entries.add(entry);
          return note;
        });
    handedOver(
        "handover-of-another-log",
        "INCONSISTENT " + TRAFFIC + "/blob/",
        log ->
            new Checkpoint("probity.example/other/x", log.entries.size(), Hash.of(NOTHING))
                .sign(List.copyOf(log.keys)));
  }

  private void cosigned() {
    String file = TRAFFIC + "/cosigned";
    edited(
        "strip-a-cosignature",
        "UNKNOWN_KEY " + file,
        edit -> edit.signatures("cosigned", List::removeLast));
    edited(
        "strip-a-logs-line-of-cosigned",
        "UNKNOWN_KEY " + file,
        edit -> edit.signatures("cosigned", lines -> lines.remove(0)));
    edited("cosigned-is-no-note", "MALFORMED " + file, edit -> edit.text("cosigned", _ -> "x\n"));
    add(
        "cosigned-of-another-root",
        "ROLLED_BACK " + file,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          cosign(ledger.traffic, new Checkpoint(ledger.traffic.origin(), 5, Hash.of(NOTHING)));
        });
    add(
        "cosigned-larger-than-the-checkpoint",
        "ROLLED_BACK " + file,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          cosign(ledger.traffic, new Checkpoint(ledger.traffic.origin(), 99, Hash.of(NOTHING)));
        });
    add(
        "cosigned-of-another-log",
        "INCONSISTENT " + file,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          cosign(ledger.traffic, ledger.records.checkpoint());
        });
    add(
        "cosigned-of-an-older-policy",
        "UNKNOWN_KEY " + file,
        folder -> {
          var ledger =
              TamperLedgers.with(
                  folder,
                  all -> {
                    var log = all.traffic;
                    var more = new ArrayList<>(log.witnesses);
                    more.add(KEYS.make(KeyType.ML_DSA_44, "witness.example/three"));
                    log.changePolicy(WRITER, log.keys, more, NOTHING);
                    log.witnesses = more.subList(0, 2);
                    log.cosign();
                    log.witnesses = more;
                  });
          ledger.trust();
        });
  }

  private void anchorsAndKinds() {
    written(
        "anchor-of-another-root",
        "ROLLED_BACK records/tile/entries/000.p/8 entry 7",
        ledger -> {
          var other = new Checkpoint(ledger.traffic.origin(), 5, Hash.of(NOTHING));
          ledger.anchor(claim(other), other.sign(List.copyOf(ledger.traffic.keys)), TOKEN);
        });
    written(
        "anchor-of-a-larger-log",
        "ROLLED_BACK records/tile/entries/000.p/8 entry 7",
        ledger -> {
          var other = new Checkpoint(ledger.traffic.origin(), 99, Hash.of(NOTHING));
          ledger.anchor(claim(other), other.sign(List.copyOf(ledger.traffic.keys)), TOKEN);
        });
    written(
        "anchor-by-a-stranger",
        "UNKNOWN_KEY records/blob/",
        ledger -> {
          var stranger = KEYS.make(KeyType.ED25519, "x").renamed(ledger.traffic.origin());
          var log = ledger.traffic;
          ledger.anchor(log.claim(), log.checkpoint().sign(stranger), TOKEN);
        });
    written(
        "anchor-with-the-note-of-another-checkpoint",
        "INCONSISTENT records/tile/entries/000.p/8 entry 7",
        ledger -> ledger.anchor(ledger.traffic.claim(), ledger.records.note(), TOKEN));
    written(
        "anchor-of-a-log-that-is-not-there",
        "MISSING records/tile/entries/000.p/8 entry 7",
        ledger -> {
          var gone = new Checkpoint("probity.example/acme/gone", 5, Hash.of(NOTHING));
          ledger.anchor(claim(gone), gone.sign(ledger.traffic.key()), TOKEN);
        });
    written(
        "entry-after-close",
        "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/14 entry 13",
        ledger -> {
          ledger.close(WRITER);
          ledger.gap("gateway-2");
        });
    written(
        "close-with-a-wrong-count",
        "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger ->
            ledger.traffic.append(
                WRITER,
                "close",
                Json.object().put("records", ledger.records.claim()).put("open", 7).build()));
    written(
        "close-of-records",
        "INCONSISTENT records/tile/entries/000.p/8 entry 7",
        ledger ->
            ledger.records.append(
                "registrar",
                "close",
                Json.object().put("records", ledger.records.claim()).put("open", 0).build()));
    written(
        "heartbeat-with-wrong-counts",
        "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger ->
            ledger.traffic.append(
                WRITER,
                "heartbeat",
                Json.object()
                    .put("counts", Json.object().put("intent", 5).build())
                    .put("open", 0)
                    .put("records", ledger.records.claim())
                    .build()));
    written(
        "heartbeat-with-a-wrong-open",
        "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger ->
            ledger.traffic.append(
                WRITER,
                "heartbeat",
                Json.object()
                    .put("counts", ledger.traffic.counts())
                    .put("open", 1)
                    .put("records", ledger.records.claim())
                    .build()));
  }

  private void blobs() {
    String policy = TRAFFIC + "/blob/";
    add(
        "blob-of-a-policy-missing",
        "MISSING " + policy,
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          String name = Hash.of(ledger.traffic.policy().getBytes(StandardCharsets.UTF_8)).hex();
          new Edit(ledger.traffic.folder()).delete("blob/" + name);
        });
    add(
        "blob-of-a-token-changed",
        "CONTENT_MISMATCH records/blob/" + Hash.of(TOKEN).hex(),
        folder -> {
          var ledger = TamperLedgers.base(folder);
          ledger.trust();
          new Edit(ledger.records.folder())
              .text("blob/" + Hash.of(TOKEN).hex(), text -> text + "x");
        });
    edited(
        "blob-that-nobody-names",
        "UNACCOUNTED " + policy + Hash.of(NOTHING).hex(),
        edit -> edit.write("blob/" + Hash.of(NOTHING).hex(), NOTHING));
  }

  /// Uses of grants; the first intent, which waited, is entry 12.
  private void grants() {
    String use = "INCONSISTENT " + TRAFFIC + "/tile/entries/000.p/";
    granted(
        "grant-that-is-not-there",
        use + "14 entry 13",
        "granted",
        GRANTED,
        (all, of, _) -> all.intent(WRITER, "bot", List.of(of.intent().hex())));
    granted(
        "grant-that-denies",
        use + "14 entry 13",
        "denied",
        "",
        (all, _, grant) -> all.intent(WRITER, "bot", List.of(grant)));
    granted(
        "grant-that-is-a-bundle",
        use + "14 entry 13",
        "granted",
        GRANTED,
        (all, _, _) -> all.intent(WRITER, "bot", List.of(all.cited().hex())));
    granted(
        "grant-of-another-request",
        use + "14 entry 13",
        "granted",
        GRANTED,
        (all, _, grant) -> all.intent(WRITER, "another", List.of(grant)));
    granted(
        "grant-used-twice",
        use + "15 entry 14",
        "granted",
        GRANTED,
        (all, _, grant) -> {
          all.intent(WRITER, "bot", List.of(grant));
          all.intent(WRITER, "bot", List.of(grant));
        });
    granted(
        "grant-used-after-its-end",
        use + "14 entry 13",
        "granted",
        GRANTED,
        (all, _, grant) -> {
          all.pass(Duration.ofMinutes(20));
          all.intent(WRITER, "bot", List.of(grant));
        });
    written(
        "grant-for-an-intent-that-is-not-there",
        use + "13 entry 12",
        all -> {
          var none = new LedgerFixture.Exchange("01K00000000000000000000000", Hash.of(NOTHING));
          all.intent(WRITER, "bot", List.of(all.grant(none, "granted", GRANTED).hex()));
        });
  }

  private interface Using {
    void use(LedgerFixture ledger, LedgerFixture.Exchange waited, String grant);
  }

  private void granted(String name, String finding, String verdict, String until, Using using) {
    written(
        name,
        finding,
        all -> {
          var waited = all.intent(WRITER, "bot", List.of());
          using.use(all, waited, all.grant(waited, verdict, until).hex());
        });
  }

  private static byte[] replaced(byte[] entry, String what, String by) {
    return new String(entry, StandardCharsets.UTF_8)
        .replace(what, by)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] beforeSignature(byte[] entry) {
    String text = new String(entry, StandardCharsets.UTF_8);
    return text.substring(0, text.indexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8);
  }

  private static void spoilt(LedgerFixture ledger, String name, Json value) {
    UnaryOperator<Json.Obj> change =
        body -> {
          var builder = Json.object();
          body.members()
              .forEach(m -> builder.put(m.name(), m.name().equals(name) ? value : m.value()));
          return builder.build();
        };
    ledger.traffic.append(
        WRITER,
        "gap",
        Json.object().put("from", "").put("until", "").put("reason", "x").put("refused", 0).build(),
        change);
  }

  private static void addLine(LogFixture log, String path, byte[] text) {
    var stranger = KEYS.make(KeyType.ED25519, "stranger.example");
    new Edit(log.folder()).file(path, note -> Note.addSignature(note, text, stranger));
  }

  private static void keep(LogFixture log, Path folder) throws Exception {
    Files.copy(log.folder().resolve("checkpoint"), folder.resolve("kept"));
  }

  /// The last entry of a base whose traffic log took another way after the same beginning.
  private static byte[] last(Path folder) {
    return TamperLedgers.with(folder, all -> all.intent(WRITER)).traffic.entries.getLast();
  }

  private static void cosign(LogFixture log, Checkpoint checkpoint) {
    byte[] note = checkpoint.sign(List.copyOf(log.keys));
    for (TestKey witness : log.witnesses) {
      note = Note.addSignature(note, checkpoint.text(), witness);
    }
    new Edit(log.folder()).write("cosigned", note);
  }

  private static Json.Obj claim(Checkpoint checkpoint) {
    return Json.object()
        .put("origin", checkpoint.origin())
        .put("size", checkpoint.size())
        .put("root", Base64.getEncoder().encodeToString(checkpoint.root().bytes()))
        .build();
  }
}
