package probity.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import probity.ledger.KeyType;

/// Builds the ledgers of the tamper corpus, always from the same keys: two witnesses, a traffic log
/// whose Ed25519 key was rotated, anchors, a heartbeat, and two entries that no witness has seen.
final class TamperLedgers {
  static final TestKey.Maker KEYS = TestKey.seeded("tamper");
  static final byte[] TOKEN = "stands for a token".getBytes(StandardCharsets.UTF_8);
  static final String WRITER = "gateway-1";

  private TamperLedgers() {}

  static List<TestKey> witnesses() {
    return List.of(
        KEYS.make(KeyType.ED25519_COSIGNATURE, "witness.example/one"),
        KEYS.make(KeyType.ML_DSA_44, "witness.example/two"));
  }

  static LedgerFixture base(Path folder) {
    return build(folder, KEYS, LogFixture::note, _ -> {});
  }

  /// The base with something more, written before the last publication.
  static LedgerFixture with(Path folder, Consumer<LedgerFixture> more) {
    return build(folder, KEYS, LogFixture::note, more);
  }

  /// @param handover makes the note of the rotation, when old and new key sign together
  static LedgerFixture build(
      Path folder,
      TestKey.Maker keys,
      Function<LogFixture, byte[]> handover,
      Consumer<LedgerFixture> more) {
    var ledger = LedgerFixture.unpublished(folder.resolve("ledger"), keys, witnesses());
    exchange(ledger);
    ledger.anchor(ledger.traffic, TOKEN);
    rotate(ledger.traffic, keys.make(KeyType.ED25519, "new"), handover);
    exchange(ledger);
    ledger.heartbeat("gateway-2");
    ledger.anchor(ledger.records, TOKEN);
    ledger.records.cosign();
    ledger.traffic.cosign();
    exchange(ledger);
    more.accept(ledger);
    ledger.publish();
    return ledger;
  }

  static void exchange(LedgerFixture ledger) {
    ledger.outcome(WRITER, ledger.intent(WRITER));
  }

  /// Adds a key to the policy, then takes the first away.
  private static void rotate(LogFixture log, TestKey seed, Function<LogFixture, byte[]> handover) {
    var added = seed.renamed(log.origin());
    var both = new ArrayList<>(log.keys);
    both.add(added);
    log.changePolicy(WRITER, both, log.witnesses, new byte[0]);
    byte[] note = handover.apply(log);
    log.changePolicy(WRITER, both.subList(1, both.size()), log.witnesses, note);
  }
}
