package probity.store.file;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;

/// An entry with its place in a log.
///
/// @param index from 0, in tree order
/// @param names what else the entry stands for: the intent that an outcome ends, the policy that
///   comes into force
/// @param blobs SHA-256, in hex, of what must be published with the entry
record Placed(
    String log,
    long index,
    Bytes entry,
    Hash leaf,
    String kind,
    Optional<String> names,
    List<String> blobs) {
  Placed {
    blobs = List.copyOf(blobs);
  }

  static Placed of(String log, long index, Bytes entry, Hash leaf, String kind, Json.Obj body) {
    var names =
        switch (kind) {
          case "outcome" -> body.text("intent");
          case "genesis", "policy" -> body.text("policy");
          default -> Optional.<String>empty();
        };
    return new Placed(log, index, entry, leaf, kind, names, Shape.blobs(kind, body));
  }

  /// SHA-256, in hex, of the policy that this entry brings into force.
  Optional<String> policy() {
    return kind.equals("genesis") || kind.equals("policy") ? names : Optional.empty();
  }
}
