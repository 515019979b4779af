package probity.wire.openai.responses;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import probity.ledger.Hash;
import probity.wire.PlaceReader;

/// A text that came in pieces, as its digest: enough to tell whether a repeat is the same.
final class Joined {
  private final MessageDigest digest = Hash.sha256();
  private Optional<Hash> whole = Optional.empty();
  private boolean empty = true;

  void add(String piece) {
    if (piece.isEmpty()) return;
    if (whole.isPresent()) throw PlaceReader.wrongShape("a text goes on after it was repeated");
    empty = false;
    digest.update(piece.getBytes(StandardCharsets.UTF_8));
  }

  boolean isEmpty() {
    return empty;
  }

  /// Holds `text` to what came; nothing may be added from now on.
  void repeated(String text) {
    if (whole.isEmpty()) whole = Optional.of(Hash.copyOf(digest.digest(), 0));
    if (!whole.get().equals(Hash.of(text.getBytes(StandardCharsets.UTF_8)))) {
      throw PlaceReader.wrongShape("a text differs from what was streamed");
    }
  }
}
