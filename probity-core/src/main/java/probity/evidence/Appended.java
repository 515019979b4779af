package probity.evidence;

import probity.ledger.Hash;

/// What became of a draft.
public sealed interface Appended {
  /// The reason of a draft that no entry has room for.
  String TOO_LARGE = "entry-too-large";

  /// The reason of a draft that may still turn up at the next start.
  String WRITE_FAILED = "write-failed";

  /// It is on stable storage.
  ///
  /// @param leaf the entry's leaf hash
  /// @param time as written on the entry
  /// @param receipt of an intent: what the caller may keep to show that the entry must be in the
  ///   ledger (docs/formats/ledger.md section 8); else empty
  record Durable(Hash leaf, String series, long seq, String time, String receipt)
      implements Appended {
    public Durable(Hash leaf, String series, long seq, String time) {
      this(leaf, series, seq, time, "");
    }
  }

  /// It is not; `reason` is a word of the product (`disk-full`, `write-failed`, `backlog-full`,
  /// `entry-too-large`, `malformed`, `closing`). Of a draft that met `write-failed` the disk's
  /// answer is unknown: it may still turn up at the next start.
  record Unwritable(String reason, String detail) implements Appended {}
}
