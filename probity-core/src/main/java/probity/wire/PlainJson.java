package probity.wire;

import java.nio.charset.StandardCharsets;
import probity.exchange.Bytes;

/// JSON with no more escapes than it needs, so that a pattern over arguments finds what a program
/// reads from them, however it is spelled.
public final class PlainJson {
  private PlainJson() {}

  /// The text of a value that was read before, and so is valid.
  public static String text(Bytes body, Range at) {
    return text(new String(body.array(), at.from(), at.to() - at.from(), StandardCharsets.UTF_8));
  }

  /// The same of text that may be no JSON: what is no escape stays as it is.
  static String text(String json) {
    if (json.indexOf('\\') < 0) return json;
    var out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\' || i + 1 == json.length()) {
        out.append(c);
        continue;
      }
      char kind = json.charAt(++i);
      int unit = kind == 'u' ? unit(json, i + 1) : -1;
      if (kind == '/') {
        out.append('/');
      } else if (unit < ' ' || unit == '"' || unit == '\\') {
        out.append('\\').append(kind);
      } else {
        out.append((char) unit);
        i += 4;
      }
    }
    return out.toString();
  }

  /// Four hex digits; -1 where something else stands.
  private static int unit(String json, int at) {
    if (at + 4 > json.length()) return -1;
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Texts.hex(json.charAt(i));
      if (digit < 0) return -1;
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
