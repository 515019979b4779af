package probity.classify;

import java.util.Arrays;
import java.util.List;
import probity.exchange.Place;
import probity.wire.Texts;

/// Tells from the raw bytes of a text, in one pass and without decoding them, which detectors have
/// to read it.
final class Gate {
  /// Set where a text may hold characters that are [Confusables#odd]: it has to be read as a
  /// [Skeleton] before anything is said of it.
  static final int ODD = 1 << 30;

  private final int all;

  /// By byte, the detectors that ask to be triggered by it, as bits.
  private final int[] triggered = new int[128];

  private final Hinting[] detectors;

  Gate(List<Hinting> detectors) {
    this.detectors = detectors.toArray(Hinting[]::new);
    all = (1 << detectors.size()) - 1;
    for (int i = 0; i < this.detectors.length; i++) {
      for (char c : this.detectors[i].triggers().toCharArray()) triggered[c] |= 1 << i;
    }
    // Not zero: escapes are looked at whatever the detectors.
    triggered['\\'] |= 1 << 31;
  }

  /// The detectors that have to read a text, as bits, and [#ODD].
  int open(Texts texts, int index) {
    Place place = texts.places().get(index);
    boolean json = texts.spelling() == Texts.Spelling.JSON;
    return open(texts.body().array(), place.start(), place.end(), json);
  }

  /// The detectors that have to read a text whose looks differ from its spelling, as bits.
  int open(String text) {
    var spelled = new Spelled(text.length());
    boolean tagged = spelled.read(text, false);
    int open = open(spelled.bytes, 0, spelled.length, false) & all;
    if (!tagged || open == all) return open;
    spelled.read(text, true);
    return open | (open(spelled.bytes, 0, spelled.length, false) & all);
  }

  /// The skeleton of a text, in bytes, of which those below zero stand for characters outside
  /// ASCII.
  private static final class Spelled {
    private byte[] bytes;
    private int length;

    Spelled(int length) {
      bytes = new byte[length];
    }

    /// Whether there were tags.
    boolean read(String text, boolean tags) {
      length = 0;
      var skeleton = new Skeleton(tags, 0, (c, _, _) -> put(c));
      skeleton.read(text, 0, text.length());
      skeleton.end();
      return skeleton.tagged();
    }

    private void put(char c) {
      if (length == bytes.length) bytes = Arrays.copyOf(bytes, 2 * length + 16);
      bytes[length++] = (byte) (c < 0x80 ? c : -1);
    }
  }

  private int open(byte[] bytes, int start, int end, boolean json) {
    int open = 0;
    for (int at = start; at < end; at++) {
      byte b = bytes[at];
      if (b < 0) {
        open |= ODD;
        continue;
      }
      int ask = triggered[b] & ~open;
      if (ask == 0) continue;
      if (b == '\\') {
        if (!json || hides(bytes, at, end)) open |= ODD;
        if (json && hidesAscii(bytes, at, end)) return all | ODD;
        continue;
      }
      for (; ask != 0; ask &= ask - 1) {
        int i = Integer.numberOfTrailingZeros(ask);
        if (detectors[i].hint(bytes, start, at, end)) open |= 1 << i;
      }
      if (open == (all | ODD)) return open;
    }
    return open;
  }

  /// Whether the escape at `at` stands for a backslash, or for a character by its number.
  private static boolean hides(byte[] bytes, int at, int end) {
    return at + 1 < end && (bytes[at + 1] == 'u' || bytes[at + 1] == '\\');
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
