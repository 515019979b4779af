package probity.token;

import java.util.Optional;

/// Escapes of JSON (RFC 8259), as many times as a text lies inside strings.
final class JsonText {
  private JsonText() {}

  /// A text as it stands inside `depth` strings, with no more escapes than it needs.
  static String escaped(String text, int depth) {
    String out = text;
    for (int i = 0; i < depth; i++) out = escaped(out);
    return out;
  }

  /// How many bytes [#escaped] has in UTF-8. Backslashes double with each string.
  static long length(String text, int depth) {
    long before = depth == 0 ? 0 : 1L << (depth - 1);
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') length += 1L << depth;
      else if (depth > 0 && c < ' ') length += before + ("\b\f\n\r\t".indexOf(c) < 0 ? 5 : 1);
      else if (c < 0x80) length += 1;
      else if (c < 0x800) length += 2;
      // Two for each half of a pair.
      else length += Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }

  private static String escaped(String text) {
    int first = 0;
    while (first < text.length() && !needs(text.charAt(first))) first++;
    if (first == text.length()) return text;
    var out = new StringBuilder(text.length() + 8).append(text, 0, first);
    for (int i = first; i < text.length(); i++) escape(text.charAt(i), out);
    return out.toString();
  }

  private static boolean needs(char c) {
    return c == '"' || c == '\\' || c < ' ';
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') out.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
        else out.append(c);
      }
    }
  }

  /// What a part of a text that lies inside `depth` strings says; empty where the part cuts an
  /// escape in two.
  static Optional<String> said(String part, int depth) {
    String out = part;
    for (int i = 0; i < depth; i++) {
      var next = unescaped(out);
      if (next.isEmpty()) return Optional.empty();
      out = next.get();
    }
    return Optional.of(out);
  }

  private static Optional<String> unescaped(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') return Optional.empty();
      if (c != '\\') {
        out.append(c);
      } else if (++i == text.length()) {
        return Optional.empty();
      } else if (text.charAt(i) != 'u') {
        if ("\"\\/bfnrt".indexOf(text.charAt(i)) < 0) return Optional.empty();
        out.append(single(text.charAt(i)));
      } else {
        int unit = unit(text, i + 1);
        if (unit < 0) return Optional.empty();
        out.append((char) unit);
        i += 4;
      }
    }
    return whole(out) ? Optional.of(out.toString()) : Optional.empty();
  }

  /// Four hex digits, or -1.
  private static int unit(String text, int at) {
    if (at + 4 > text.length()) return -1;
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    return unit;
  }

  /// Whether no pair is parted: half of one could not be written as UTF-8.
  private static boolean whole(CharSequence text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  /// The character that stands behind a backslash, by its letter.
  static char single(char kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }
}
