package probity.review;

import java.util.Arrays;
import java.util.Optional;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Json;

/// A part of an exchange's content with what is known of it: in a file, a line of JSON and then the
/// content.
///
/// @param whole whether nothing was left out at its end
/// @param commitment digest of the field by which the entry withholds the part's SHA-256; empty
///   where the entry has none
record KeptPart(boolean whole, String commitment, Bytes content) {
  Bytes bytes() {
    byte[] head =
        Bytes.utf8(
                Json.object().put("commitment", commitment).put("whole", whole).build().canonical()
                    + "\n")
            .array();
    byte[] all = Arrays.copyOf(head, head.length + content.length());
    System.arraycopy(content.array(), 0, all, head.length, content.length());
    return Bytes.wrap(all);
  }

  static Optional<KeptPart> read(Bytes bytes) {
    byte[] all = bytes.array();
    int end = 0;
    while (end < all.length && all[end] != '\n') end++;
    if (end == all.length) return Optional.empty();
    var head = Bytes.wrap(Arrays.copyOf(all, end)).utf8();
    if (!(Json.parseCanonicalObject(head) instanceof Checked.Valid<Json.Obj>(var object))) {
      return Optional.empty();
    }
    boolean whole = object.get("whole").equals(Optional.of(Json.of(true)));
    return Optional.of(
        new KeptPart(
            whole,
            object.text("commitment").orElse(""),
            Bytes.wrap(Arrays.copyOfRange(all, end + 1, all.length))));
  }

  /// Whether it is what the entry says, byte for byte; of what is not whole that cannot be told.
  boolean isProven(SubjectKey key, String exchange, String part) {
    return whole
        && key.withhold(exchange, part, Hash.of(content.array()).hex()).digest().equals(commitment);
  }
}
