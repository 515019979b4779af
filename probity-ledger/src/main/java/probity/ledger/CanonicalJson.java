package probity.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the canonical form of RFC 8785 in UTF-8, in one pass over each text: every entry goes
/// through here on the one thread that writes. One value, one use.
final class CanonicalJson {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final String SHORT = "\b\t\n\f\r\"\\";
  private static final String SHORT_LETTERS = "btnfr\"\\";

  private byte[] out = new byte[4096];
  private int length;

  static byte[] bytes(Json json) {
    var writer = new CanonicalJson();
    writer.write(json);
    return Arrays.copyOf(writer.out, writer.length);
  }

  private void write(Json json) {
    switch (json) {
      case Json.Str(var value) -> quote(value);
      case Json.Num(var value) -> put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
      case Json.Bool(var value) -> put(value ? TRUE : FALSE);
      case Json.Null() -> put(NULL);
      case Json.Arr(var items) -> {
        put('[');
        for (int i = 0; i < items.size(); i++) {
          if (i > 0) put(',');
          write(items.get(i));
        }
        put(']');
      }
      case Json.Obj(var members) -> {
        put('{');
        for (int i = 0; i < members.size(); i++) {
          if (i > 0) put(',');
          quote(members.get(i).name());
          put(':');
          write(members.get(i).value());
        }
        put('}');
      }
    }
  }

  /// RFC 8785 section 3.2.2.2: the two-letter escapes, `\\u00xx` for other controls, all else as
  /// is.
  private void quote(String text) {
    // Three bytes a character at most, six for a control character, and the quotes.
    room(6 * text.length() + 2);
    byte[] to = out;
    int at = length;
    to[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        at = encode(text, i, at);
        if (Character.isHighSurrogate(c)) i++;
      } else if (c < 0x20 || c == '"' || c == '\\') {
        at = escape(c, at);
      } else {
        to[at++] = (byte) c;
      }
    }
    to[at++] = '"';
    length = at;
  }

  private int escape(char c, int from) {
    int at = from;
    int letter = SHORT.indexOf(c);
    out[at++] = '\\';
    if (letter >= 0) {
      out[at++] = (byte) SHORT_LETTERS.charAt(letter);
      return at;
    }
    out[at++] = 'u';
    out[at++] = '0';
    out[at++] = '0';
    out[at++] = (byte) Character.forDigit(c >> 4, 16);
    out[at++] = (byte) Character.forDigit(c & 15, 16);
    return at;
  }

  /// One code point above ASCII, in UTF-8; there are no lone surrogates in a [Json] value.
  private int encode(String text, int index, int from) {
    int at = from;
    int point = text.codePointAt(index);
    if (point < 0x800) {
      out[at++] = (byte) (0xc0 | point >> 6);
    } else if (point < 0x10000) {
      out[at++] = (byte) (0xe0 | point >> 12);
      out[at++] = (byte) (0x80 | (point >> 6 & 0x3f));
    } else {
      out[at++] = (byte) (0xf0 | point >> 18);
      out[at++] = (byte) (0x80 | (point >> 12 & 0x3f));
      out[at++] = (byte) (0x80 | (point >> 6 & 0x3f));
    }
    out[at++] = (byte) (0x80 | (point & 0x3f));
    return at;
  }

  private void put(char c) {
    room(1);
    out[length++] = (byte) c;
  }

  private void put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, out, length, bytes.length);
    length += bytes.length;
  }

  private void room(int more) {
    if (length + more > out.length) out = Arrays.copyOf(out, 2 * (length + more));
  }
}
