package probity.evidence;

import probity.ledger.Hash;

/// What became of a draft.
public sealed interface Appended {
  /// It is on stable storage.
  ///
  /// @param leaf the entry's leaf hash
  /// @param time as written on the entry
  record Durable(Hash leaf, String series, long seq, String time) implements Appended {}

  /// It is not, and never will be; `reason` is a word of the product (`disk-full`, `write-failed`,
  /// `backlog-full`, `closing`).
  record Unwritable(String reason, String detail) implements Appended {}
}
