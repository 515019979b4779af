package probity.store.file;

import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// An entry with its place in a log.
///
/// @param index from 0, in tree order
/// @param names what else the entry stands for: the digest of a bundle, the intent of an outcome
record Placed(String log, long index, Bytes entry, Hash leaf, String kind, Optional<String> names) {
  static Placed of(String log, long index, Bytes entry, Hash leaf, String kind, Json.Obj body) {
    var names =
        switch (kind) {
          case "bundle" -> body.text("digest");
          case "outcome" -> body.text("intent");
          default -> Optional.<String>empty();
        };
    return new Placed(log, index, entry, leaf, kind, names);
  }

  /// The SHA-256, in hex, of the blob that must be published with the entry.
  Optional<String> blob() {
    return kind.equals("bundle") ? names : Optional.empty();
  }
}
