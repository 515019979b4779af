package probity.classify;

import java.util.List;
import probity.exchange.Place;
import probity.wire.Texts;

/// Tells from the raw bytes of a text, in one pass and without decoding them, which detectors have
/// to read it.
final class Gate {
  private final int all;

  /// By byte, the detectors that ask to be triggered by it, as bits.
  private final int[] triggered = new int[128];

  private final Detector[] detectors;

  Gate(List<Detector> detectors) {
    this.detectors = detectors.toArray(Detector[]::new);
    all = (1 << detectors.size()) - 1;
    for (int i = 0; i < this.detectors.length; i++) {
      for (char c : this.detectors[i].triggers().toCharArray()) triggered[c] |= 1 << i;
    }
    // Not zero: escapes are looked at whatever the detectors.
    triggered['\\'] |= 1 << 31;
  }

  /// The detectors that have to read a text, as bits.
  int open(Texts texts, int index) {
    Place place = texts.places().get(index);
    byte[] bytes = texts.body().array();
    int open = 0;
    for (int at = place.start(); at < place.end(); at++) {
      byte b = bytes[at];
      if (b < 0) continue;
      int ask = triggered[b] & ~open;
      if (ask == 0) continue;
      if (b == '\\') {
        if (hidesAscii(bytes, at, place.end())) return all;
        continue;
      }
      for (; ask != 0; ask &= ask - 1) {
        int i = Integer.numberOfTrailingZeros(ask);
        if (detectors[i].hint(bytes, place.start(), at, place.end())) open |= 1 << i;
      }
      if (open == all) return all;
    }
    return open;
  }

  /// Whether the escape at `at` stands for a character of ASCII by its number.
  private static boolean hidesAscii(byte[] bytes, int at, int end) {
    return at + 4 < end
        && bytes[at + 1] == 'u'
        && bytes[at + 2] == '0'
        && bytes[at + 3] == '0'
        && bytes[at + 4] < '8';
  }
}
