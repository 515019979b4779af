package probity.wire;

/// UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
  static final int INVALID = 0;

  /// What stands before `end` may begin a valid sequence.
  static final int CUT = -1;

  private Utf8() {}

  /// The length of the sequence at `at`, 1 to 4, or [#INVALID], or [#CUT].
  static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead < 0x80) return 1;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4) return INVALID;
    for (int i = 1; i < length; i++) {
      if (at + i >= end) return CUT;
      int next = bytes[at + i] & 0xff;
      int low = 0x80;
      int high = 0xbf;
      if (i == 1) {
        // The second byte alone tells overlong forms, surrogates and what lies above U+10FFFF.
        if (lead == 0xe0) low = 0xa0;
        if (lead == 0xed) high = 0x9f;
        if (lead == 0xf0) low = 0x90;
        if (lead == 0xf4) high = 0x8f;
      }
      if (next < low || next > high) return INVALID;
    }
    return length;
  }

  static boolean valid(byte[] bytes, int start, int end) {
    return fault(bytes, start, end) < 0;
  }

  /// The first byte that is not part of a whole, valid sequence, or -1.
  static int fault(byte[] bytes, int start, int end) {
    for (int at = start; at < end; ) {
      int length = sequence(bytes, at, end);
      if (length <= 0) return at;
      at += length;
    }
    return -1;
  }
}
