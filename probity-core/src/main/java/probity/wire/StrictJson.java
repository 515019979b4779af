package probity.wire;

import probity.exchange.Bytes;

/// JSON from outside that another library is to read after us.
public final class StrictJson {
  private StrictJson() {}

  /// Whether `bytes` are one object that every parser reads alike: UTF-8, no member twice in an
  /// object, no lone surrogate, nothing behind it, nested at most 64 deep.
  public static boolean isObject(Bytes bytes) {
    try {
      var cursor = new JsonCursor(bytes);
      if (cursor.next() != '{') return false;
      skip(cursor);
      cursor.end();
      return true;
    } catch (JsonFault fault) {
      return false;
    }
  }

  private static void skip(JsonCursor cursor) {
    switch (cursor.next()) {
      case '{' -> cursor.object((_, _, _) -> skip(cursor));
      case '[' -> cursor.array(_ -> skip(cursor));
      case '"' -> cursor.string();
      default -> cursor.scalar();
    }
  }
}
