package probity.classify;

import java.util.Arrays;

/// The part of a text that scanners may still look at. Offsets count from the beginning of what was
/// appended.
///
/// Characters may stand for parts of another text, as those of a [Skeleton] do; else each stands
/// for itself.
final class Window {
  /// Characters kept before the earliest one that a scanner needs, for word boundaries.
  static final int LOOK_BEHIND = 8;

  private char[] chars;
  private int base;
  private int end;

  /// The parts of another text that characters stand for; empty where each stands for itself.
  private int[] froms = {};

  private int[] tos = {};

  Window() {
    chars = new char[64];
  }

  private Window(char[] chars) {
    this.chars = chars;
    end = chars.length;
  }

  /// A whole text.
  static Window of(String text) {
    return new Window(text.toCharArray());
  }

  /// Appends a part of `piece`, whose characters stand for themselves.
  void append(String piece, int from, int to) {
    int held = size();
    if (held + to - from > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(2 * chars.length, held + to - from));
    }
    piece.getChars(from, to, chars, held);
    end += to - from;
  }

  /// Appends a character that stands for the part of another text between `from` and `to`. A window
  /// takes only such characters, or none.
  void append(char c, int from, int to) {
    int held = size();
    if (held == chars.length) chars = Arrays.copyOf(chars, 2 * held);
    if (held >= froms.length) {
      froms = Arrays.copyOf(froms, chars.length);
      tos = Arrays.copyOf(tos, chars.length);
    }
    chars[held] = c;
    froms[held] = from;
    tos[held] = to;
    end++;
  }

  /// Where the part begins that a character stands for.
  int from(int offset) {
    return froms.length == 0 ? offset : froms[offset - base];
  }

  /// Where the part ends that a character stands for.
  int to(int offset) {
    return froms.length == 0 ? offset + 1 : tos[offset - base];
  }

  /// The first character that is held.
  int start() {
    return base;
  }

  /// The end of the text, as far as it is there.
  int end() {
    return end;
  }

  char at(int offset) {
    return chars[offset - base];
  }

  /// The character at an offset, or a line feed before the beginning and after the end.
  char near(int offset) {
    return offset < base || offset >= end ? '\n' : at(offset);
  }

  /// Whether a letter or digit stands before `offset` that is one of the text, and not the end of
  /// an escape: texts are often JSON themselves, where a word may follow a line feed spelled `\\n`.
  boolean wordBefore(int offset) {
    return Ascii.word(near(offset - 1)) && !escapeBefore(offset);
  }

  /// Whether a JSON escape ends before `offset`.
  boolean escapeBefore(int offset) {
    if (near(offset - 2) == '\\') return "bfnrt".indexOf(near(offset - 1)) >= 0;
    if (near(offset - 6) != '\\' || near(offset - 5) != 'u') return false;
    for (int i = offset - 4; i < offset; i++) {
      if (Character.digit(near(i), 16) < 0) return false;
    }
    return true;
  }

  String substring(int from, int to) {
    return new String(chars, from - base, to - from);
  }

  boolean startsWith(String word, int offset) {
    if (offset + word.length() > end) return false;
    for (int i = 0; i < word.length(); i++) {
      if (at(offset + i) != word.charAt(i)) return false;
    }
    return true;
  }

  /// Whether what is left of the text from `offset` on is the beginning of `word`.
  boolean isPrefix(String word, int offset) {
    for (int i = offset; i < end; i++) {
      if (i - offset == word.length() || at(i) != word.charAt(i - offset)) return false;
    }
    return true;
  }

  /// Lets go of what stands before `offset`, but for the look-behind.
  void forget(int offset) {
    int gone = offset - LOOK_BEHIND - base;
    // Only when at most as much stays as goes: then the moving is paid for by what was read.
    if (gone < Math.max(1, size() / 2)) return;
    int kept = size() - gone;
    System.arraycopy(chars, gone, chars, 0, kept);
    if (froms.length > 0) {
      System.arraycopy(froms, gone, froms, 0, kept);
      System.arraycopy(tos, gone, tos, 0, kept);
    }
    base += gone;
  }

  /// How many characters are held.
  int size() {
    return end - base;
  }
}
