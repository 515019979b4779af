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

  /// The same of text that is JSON.
  static String text(String json) {
    if (json.indexOf('\\') < 0) return json;
    var out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char kind = json.charAt(++i);
      if (kind == '/') {
        out.append('/');
      } else if (kind == 'u') {
        char unit = (char) Integer.parseInt(json, i + 1, i + 5, 16);
        i += 4;
        if (unit < ' ' || unit == '"' || unit == '\\') {
          out.append("\\u").append(json, i - 3, i + 1);
        } else {
          out.append(unit);
        }
      } else {
        out.append('\\').append(kind);
      }
    }
    return out.toString();
  }
}
