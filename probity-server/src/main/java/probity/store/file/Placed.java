package probity.store.file;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// An entry with its place in a log.
///
/// @param index from 0, in tree order
/// @param closes the leaf hash, in hex, of the intent that an outcome ends
/// @param blobs the SHA-256, in hex, of what must be published with the entry
record Placed(
    String log,
    long index,
    Bytes entry,
    Hash leaf,
    String kind,
    Optional<String> closes,
    List<String> blobs) {
  Placed {
    blobs = List.copyOf(blobs);
  }

  static Placed of(String log, long index, Bytes entry, Hash leaf, String kind, Json.Obj body) {
    var closes = kind.equals("outcome") ? body.text("intent") : Optional.<String>empty();
    return new Placed(log, index, entry, leaf, kind, closes, Shape.blobs(kind, body));
  }
}
