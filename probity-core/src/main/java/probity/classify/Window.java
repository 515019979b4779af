package probity.classify;

/// The part of a text that scanners may still look at. Offsets count from the beginning of the
/// text.
final class Window {
  /// Characters kept before the earliest one that a scanner needs, for word boundaries.
  static final int LOOK_BEHIND = 4;

  private final StringBuilder chars = new StringBuilder();
  private int base;

  Window() {}

  /// A whole text.
  static Window of(String text) {
    var window = new Window();
    window.append(text);
    return window;
  }

  void append(String piece) {
    chars.append(piece);
  }

  /// The end of the text, as far as it is there.
  int end() {
    return base + chars.length();
  }

  char at(int offset) {
    return chars.charAt(offset - base);
  }

  /// The character at an offset, or a line feed before the beginning and after the end.
  char near(int offset) {
    return offset < base || offset >= end() ? '\n' : at(offset);
  }

  boolean startsWith(String word, int offset) {
    if (offset + word.length() > end()) return false;
    for (int i = 0; i < word.length(); i++) {
      if (at(offset + i) != word.charAt(i)) return false;
    }
    return true;
  }

  /// Whether what is left of the text from `offset` on is the beginning of `word`.
  boolean isPrefix(String word, int offset) {
    for (int i = offset; i < end(); i++) {
      if (i - offset == word.length() || at(i) != word.charAt(i - offset)) return false;
    }
    return true;
  }

  /// Lets go of what stands before `offset`, but for the look-behind.
  void forget(int offset) {
    int keep = offset - LOOK_BEHIND;
    // Only when at most as much stays as goes: then the moving is paid for by what was read.
    if (keep - base < Math.max(1, chars.length() / 2)) return;
    chars.delete(0, keep - base);
    base = keep;
  }

  /// How many characters are held.
  int size() {
    return chars.length();
  }
}
