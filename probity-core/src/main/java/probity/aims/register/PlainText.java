package probity.aims.register;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// Text that people typed or pasted, in one form: composed (NFC), lines ended by `\n`, nothing at
/// its ends that cannot be seen. The same words then have the same commitment.
///
/// Signs that make a text read otherwise than it is written, or that no one sees, are refused and
/// not dropped: what is kept is what its writer meant.
public final class PlainText {
  private static final int SHOWN_MAX = 64;

  /// No language needs more marks on one letter (UAX #15, stream-safe text).
  private static final int MARKS_MAX = 30;

  private static final FieldValue HEAPED =
      new FieldValue.Wrong("at most " + MARKS_MAX + " marks on one letter were expected");
  private static final char ORDER_MARK = '\uFEFF';
  private static final Pattern LINE_ENDS = Pattern.compile("\r\n|[\r\u000B\f\u0085\u2028\u2029]");
  private static final Pattern LINE_BLANKS = Pattern.compile("[ \t\n]+");

  private PlainText() {}

  /// Text of one line; line ends become blanks.
  ///
  /// @param max characters (code points)
  public static FieldValue line(String raw, int max) {
    return of(raw, max, text -> LINE_BLANKS.matcher(text).replaceAll(" "));
  }

  /// Text of any number of lines.
  ///
  /// @param max characters (code points)
  public static FieldValue paragraphs(String raw, int max) {
    return of(
        raw,
        max,
        text -> String.join("\n", text.lines().map(line -> end(line, PlainText::blank)).toList()));
  }

  /// What came, as a sentence names it.
  static String quoted(String raw) {
    var out = new StringBuilder();
    raw.strip()
        .codePoints()
        .limit(SHOWN_MAX + 1L)
        .map(c -> Character.isWhitespace(c) ? ' ' : unfit(c) ? '\uFFFD' : c)
        .forEach(out::appendCodePoint);
    if (out.codePointCount(0, out.length()) > SHOWN_MAX) {
      out.setLength(out.offsetByCodePoints(0, SHOWN_MAX));
      out.append('…');
    }
    return "`" + out + "`";
  }

  /// Would change how the sentence around it reads.
  private static boolean unfit(int c) {
    return refused(c) || c == '`' || (c >= 0x2066 && c <= 0x2069);
  }

  private interface Layout {
    String of(String text);
  }

  private static FieldValue of(String raw, int max, Layout layout) {
    // At most four characters compose to one; what is much longer is not looked at.
    if (raw.length() > 8L * max + 1000) return tooLong(raw, max);
    String marked = !raw.isEmpty() && raw.charAt(0) == ORDER_MARK ? raw.substring(1) : raw;
    String lines = LINE_ENDS.matcher(marked).replaceAll("\n");
    var refused = refused(lines);
    if (refused.isPresent()) return new FieldValue.Wrong(refused.get());
    // Before composing, which takes long for very many marks; and after it, which may add some.
    if (heaped(lines)) return HEAPED;
    String text = stripped(layout.of(Normalizer.normalize(lines, Normalizer.Form.NFC)));
    if (heaped(text)) return HEAPED;
    if (text.codePoints().allMatch(PlainText::unseen)) return FieldValue.NONE;
    if (text.codePointCount(0, text.length()) > max) return tooLong(text, max);
    var open = unbalanced(text);
    return open.isPresent() ? new FieldValue.Wrong(open.get()) : new FieldValue.Canonical(text);
  }

  private static FieldValue tooLong(String text, int max) {
    return new FieldValue.Wrong(
        text.codePointCount(0, text.length()) + " characters, at most " + max + " were expected");
  }

  private static String stripped(String text) {
    String end = end(text, PlainText::blank);
    int from = 0;
    while (from < end.length() && blank(end.codePointAt(from))) {
      from += Character.charCount(end.codePointAt(from));
    }
    return end.substring(from);
  }

  private static String end(String text, IntPredicate dropped) {
    int end = text.length();
    while (end > 0 && dropped.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  private static Optional<String> refused(String text) {
    int line = 1;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int c = text.codePointAt(at);
      if (c == '\n') line++;
      if (refused(c)) return Optional.of(sentence(line, c));
    }
    return Optional.empty();
  }

  private static String sentence(int line, int c) {
    String what =
        c >= 0x202A && c <= 0x202E ? "turns the direction of what follows" : "is no part of a text";
    return "line %d has the character `U+%04X`, which %s".formatted(line, c, what);
  }

  /// Controls, half characters, characters that are none, overrides of direction, and tags.
  private static boolean refused(int c) {
    return (Character.isISOControl(c) && c != '\t' && c != '\n')
        || (c >= 0xD800 && c <= 0xDFFF)
        || (c >= 0xFDD0 && c <= 0xFDEF)
        || (c & 0xFFFE) == 0xFFFE
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x206A && c <= 0x206F)
        || (c >= 0xFFF9 && c <= 0xFFFC)
        || c == ORDER_MARK
        || (c >= 0xE0000 && c <= 0xE007F);
  }

  private static boolean heaped(String text) {
    int marks = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      marks = mark(text.codePointAt(at)) ? marks + 1 : 0;
      if (marks > MARKS_MAX) return true;
    }
    return false;
  }

  private static boolean mark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /// Isolates part a piece that reads the other way from what is around it, and are needed for
  /// that; one that is not closed in its line would reach into what stands behind the text.
  private static Optional<String> unbalanced(String text) {
    int line = 1;
    var open = new ArrayList<Integer>();
    for (int c : text.codePoints().toArray()) {
      if (c >= 0x2066 && c <= 0x2068) open.add(c);
      if (c == 0x2069) {
        if (open.isEmpty()) return Optional.of(isolate(line, c, "closes what was not opened"));
        open.removeLast();
      }
      if (c == '\n') {
        if (!open.isEmpty()) return Optional.of(left(line, open));
        line++;
      }
    }
    return open.isEmpty() ? Optional.empty() : Optional.of(left(line, open));
  }

  private static String left(int line, List<Integer> open) {
    return isolate(line, open.getLast(), "is not closed by `U+2069` in its line");
  }

  private static String isolate(int line, int c, String what) {
    return "line %d has the character `U+%04X`, which %s".formatted(line, c, what);
  }

  private static boolean blank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /// Nobody sees it where it stands alone.
  private static boolean unseen(int c) {
    return blank(c)
        || Character.getType(c) == Character.FORMAT
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x2800
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
