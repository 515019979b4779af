package probity.store.file;

import java.util.List;
import java.util.Optional;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;

/// A signed entry that a writer offers to the ledger, with the blobs that it brings.
///
/// Its parts are those of its bytes: whoever makes one wrote the bytes or has parsed them. Whether
/// they fit into the log is looked at in [Chains].
///
/// @param log the folder
/// @param prev leaf hash in hex of the series' previous entry; empty in its first
record Offer(
    String log,
    Bytes entry,
    Hash leaf,
    String series,
    long seq,
    String prev,
    String time,
    long skew,
    String kind,
    Json.Obj body,
    List<Bytes> blobs) {
  Offer {
    blobs = List.copyOf(blobs);
  }

  /// An entry that this process has just signed.
  static Offer of(Draft draft, String series, Series.Next next) {
    return new Offer(
        draft.log(),
        next.entry(),
        next.leaf(),
        series,
        next.seq(),
        next.prev(),
        next.time(),
        next.skew(),
        draft.kind(),
        draft.body(),
        draft.blobs());
  }

  /// An entry that came from another process, and was read.
  static Offer of(String log, Bytes bytes, Entry entry, List<Bytes> blobs) {
    return new Offer(
        log,
        bytes,
        entry.leaf(),
        entry.series(),
        entry.seq(),
        entry.prev().map(Hash::hex).orElse(""),
        entry.time(),
        entry.skew(),
        entry.kind(),
        entry.body(),
        blobs);
  }

  /// Whether it is the entry that opens a series.
  boolean isSeriesKey() {
    return kind.equals("key") && body.text("role").equals(Optional.of("series"));
  }
}
