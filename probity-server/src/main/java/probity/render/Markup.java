package probity.render;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes elements and text; everything that comes from a bundle goes through here and is escaped.
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// @param attributes name, value, name, value …
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /// An element without content, as XML writes it.
  Markup empty(String element, String... attributes) {
    tag(element, attributes);
    out.append("/>");
    return this;
  }

  /// An element with text alone.
  Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  Markup text(String text) {
    out.append(escaped(text));
    return this;
  }

  /// What this program wrote itself: a style sheet, a doctype.
  Markup own(String markup) {
    out.append(markup);
    return this;
  }

  Markup line() {
    out.append('\n');
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) throw new IllegalStateException("`" + open.peek() + "` is not closed");
    return out.toString();
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      out.append('"');
    }
  }

  static String escaped(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> {
              if (hides(c)) escaped.append("‹U+%04X›".formatted(c));
              else escaped.appendCodePoint(c);
            }
          }
        });
    return escaped.toString();
  }

  /// Characters that XML has no place for, and those that make text read otherwise than it is
  /// written: controls of direction and of width.
  private static boolean hides(int c) {
    boolean control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f);
    boolean notText = (c >= 0xd800 && c <= 0xdfff) || (c & 0xfffe) == 0xfffe;
    boolean direction =
        c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return control || notText || direction || c == 0x200b || c == 0x2060 || c == 0xfeff;
  }
}
