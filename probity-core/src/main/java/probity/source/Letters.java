package probity.source;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/// Reads a text as the letters and digits of any script that are in it, in lower case, in their
/// compatibility form, without marks.
///
/// So a text is the same whatever wraps, quotes, indents or escapes it. Escapes of JSON inside a
/// text are undone, however many backslashes each has.
final class Letters {
  private static final char NONE = 0;
  private static final char SEVERAL = 0xFFFF;
  private static final char[] FOLDED = new char[0x10000];
  private static final Map<Character, String> SPELLED_OUT = new HashMap<>();

  static {
    for (int c = 0; c < FOLDED.length; c++) FOLDED[c] = fold((char) c);
  }

  private final CharSequence text;
  private int at;
  private int start;

  /// What is left of a character that stands for several letters, such as a ligature.
  private String pending = "";

  private int pendingAt;

  Letters(CharSequence text) {
    this.text = text;
  }

  /// The next letter or digit, or -1 at the end.
  int next() {
    if (pendingAt < pending.length()) return pending.charAt(pendingAt++);
    int length = text.length();
    while (at < length) {
      start = at;
      char c = text.charAt(at++);
      int letter = c == '\\' ? escaped() : folded(c);
      if (letter != NONE) return letter;
    }
    return -1;
  }

  /// Where in the text the last letter begins, in UTF-16 units.
  int start() {
    return start;
  }

  /// Where it ends.
  int end() {
    return at;
  }

  private int folded(char c) {
    if (Character.isHighSurrogate(c) && at < text.length() && isLow(text.charAt(at))) {
      return supplementary(Character.toCodePoint(c, text.charAt(at++)));
    }
    char folded = FOLDED[c];
    return folded == SEVERAL ? spelledOut(c) : folded;
  }

  private int spelledOut(char c) {
    pending = SPELLED_OUT.getOrDefault(c, "");
    pendingAt = 1;
    return pending.charAt(0);
  }

  private static boolean isLow(char c) {
    return Character.isLowSurrogate(c);
  }

  private static int supplementary(int code) {
    return Character.isLetterOrDigit(code) ? Character.toLowerCase(code) : NONE;
  }

  /// Behind a backslash.
  private int escaped() {
    passBackslashes();
    if (at == text.length()) return NONE;
    char kind = text.charAt(at);
    if (kind == 'n' || kind == 't' || kind == 'r' || kind == 'b' || kind == 'f') {
      at++;
      return NONE;
    }
    int unit = kind == 'u' ? unit(at + 1) : -1;
    if (unit < 0) return NONE;
    at += 5;
    if (!Character.isHighSurrogate((char) unit)) return folded((char) unit);
    return escapedPair((char) unit);
  }

  private int escapedPair(char high) {
    int before = at;
    passBackslashes();
    if (at > before && at < text.length() && text.charAt(at) == 'u') {
      int low = unit(at + 1);
      if (low >= 0 && isLow((char) low)) {
        at += 5;
        return supplementary(Character.toCodePoint(high, (char) low));
      }
    }
    at = before;
    return NONE;
  }

  private void passBackslashes() {
    while (at < text.length() && text.charAt(at) == '\\') at++;
  }

  /// Four hex digits, or -1.
  private int unit(int from) {
    if (from + 4 > text.length()) return -1;
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) return -1;
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static char fold(char c) {
    if (c < 0x80) return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : NONE;
    if (Character.isSurrogate(c)) return NONE;
    String form = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
    var letters = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      char letter = unmarked(form.charAt(i));
      if (Character.isLetterOrDigit(letter)) letters.append(Character.toLowerCase(letter));
    }
    if (letters.length() == 0) return NONE;
    if (letters.length() == 1) return letters.charAt(0);
    SPELLED_OUT.put(c, letters.toString());
    return SEVERAL;
  }

  /// The letter below its marks; a syllable that is written as one character stays one.
  private static char unmarked(char c) {
    String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
    for (int i = 1; i < parts.length(); i++) {
      if (Character.getType(parts.charAt(i)) != Character.NON_SPACING_MARK) return c;
    }
    return parts.charAt(0);
  }
}
