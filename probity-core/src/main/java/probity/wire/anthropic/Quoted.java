package probity.wire.anthropic;

import java.util.List;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;

/// Reads what is text of whoever speaks, in whatever shape: citations, titles, output of tools.
final class Quoted {
  private static final String ENCRYPTED = "encrypted_";

  private Quoted() {}

  /// Adds the places of all strings to `texts`, but for those that the provider encrypted.
  static void read(PlaceReader in, String pointer, List<Integer> texts) {
    switch (in.json.next()) {
      case '{' ->
          in.json.object((name, start, end) -> {
            String at = in.member(pointer, name, start, end);
            if (isEncrypted(name)) encrypted(in, at);
            else read(in, at, texts);
          });
      case '[' -> in.items(pointer, item -> read(in, item, texts));
      case '"' -> texts.add(in.string(Kind.OTHER, pointer));
      default -> in.json.scalar();
    }
  }

  /// Whether a member of that name holds what only the provider can read.
  static boolean isEncrypted(String member) {
    return member.startsWith(ENCRYPTED);
  }

  static void encrypted(PlaceReader in, String pointer) {
    if (in.json.skippedNull()) return;
    in.countNotRead("encrypted");
    in.unread(pointer);
  }
}
