package probity.wire;

import java.util.Arrays;
import probity.exchange.Bytes;

/// The bytes of a unit of a stream that has come in part, at most [#BYTES_MAX].
final class RawUnit {
  static final int BYTES_MAX = 1 << 20;

  private byte[] raw = new byte[4096];
  private int length;

  /// Whether there was room for `b`.
  boolean add(byte b) {
    if (length == BYTES_MAX) return false;
    if (length == raw.length) raw = Arrays.copyOf(raw, Math.min(2 * length, BYTES_MAX));
    raw[length++] = b;
    return true;
  }

  int length() {
    return length;
  }

  byte at(int index) {
    return raw[index];
  }

  /// All bytes so far; the next unit begins empty.
  Bytes take() {
    var unit = Bytes.wrap(Arrays.copyOf(raw, length));
    length = 0;
    return unit;
  }
}
