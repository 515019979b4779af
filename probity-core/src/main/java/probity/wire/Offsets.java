package probity.wire;

import probity.exchange.Place;

/// Finds the bytes of offsets in a text, in one walk: ask in rising order.
final class Offsets {
  private final byte[] bytes;
  private final int end;
  private final boolean json;
  private int at;
  private int units;

  Offsets(byte[] bytes, Place place, Texts.Spelling spelling) {
    this.bytes = bytes;
    this.end = place.end();
    this.json = spelling == Texts.Spelling.JSON;
    this.at = place.start();
  }

  /// The byte at which the character at `offset` begins; between two halves of a pair, the pair's.
  int byteAt(int offset) {
    while (units < offset && at < end) {
      int width = width();
      if (units + width > offset) break;
      at += length();
      units += width;
    }
    return at;
  }

  /// The byte after the character that ends at `offset`; between two halves, after the pair.
  int byteAfter(int offset) {
    int found = byteAt(offset);
    return units < offset && found < end ? found + length() : found;
  }

  /// UTF-16 units of the character here.
  private int width() {
    byte b = bytes[at];
    if (json && b == '\\') {
      return bytes[at + 1] == 'u' && Character.isHighSurrogate((char) Texts.unit(bytes, at + 2))
          ? 2
          : 1;
    }
    return (b & 0xff) >= 0xf0 ? 2 : 1;
  }

  /// Bytes of the character here.
  private int length() {
    byte b = bytes[at];
    if (json && b == '\\') return bytes[at + 1] != 'u' ? 2 : width() == 2 ? 12 : 6;
    int lead = b & 0xff;
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  }
}
