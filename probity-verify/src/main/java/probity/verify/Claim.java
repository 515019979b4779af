package probity.verify;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;

/// What an entry says of another log: that it had this root at this size.
record Claim(String origin, long size, String root) {
  private static final List<String> MEMBERS = List.of("origin", "root", "size");

  /// Reads `{origin,size,root}`; empty for anything else.
  static Optional<Claim> read(Json.Obj object) {
    if (!object.names().equals(MEMBERS)) return Optional.empty();
    var origin = object.text("origin");
    var size = object.number("size");
    var root = object.text("root").filter(Claim::isRoot);
    return origin.isPresent() && size.isPresent() && root.isPresent()
        ? Optional.of(new Claim(origin.get(), size.get(), root.get()))
        : Optional.empty();
  }

  static Claim of(Checkpoint checkpoint) {
    return new Claim(checkpoint.origin(), checkpoint.size(), checkpoint.root().base64());
  }

  private static boolean isRoot(String text) {
    try {
      return Base64.getDecoder().decode(text).length == Hash.BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Compares the claim, made at `place`, with the log that it is about.
  void check(Snapshot log, Place place, Findings findings) {
    if (size > log.checkpoint().size()) {
      findings.add(
          Fault.ROLLED_BACK,
          place,
          "`"
              + origin
              + "` had "
              + size
              + " entries here, and has "
              + log.checkpoint().size()
              + " now");
    } else if (!log.roots().at(size).map(Hash::base64).equals(Optional.of(root))) {
      findings.add(
          Fault.ROLLED_BACK,
          place,
          "`" + origin + "` had another root here at size " + size + " than its entries give now");
    }
  }
}
