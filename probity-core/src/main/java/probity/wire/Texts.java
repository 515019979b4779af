package probity.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// The texts of a body: where each one stands, and how its bytes spell it.
///
/// The bytes must have been read by this package, which has found them valid.
public record Texts(Bytes body, List<Place> places, Spelling spelling) {
  /// How the bytes of a place stand for its text.
  public enum Spelling {
    /// UTF-8 inside a JSON string, with its escapes.
    JSON,
    /// UTF-8 and nothing else.
    PLAIN
  }

  public Texts {
    places = List.copyOf(places);
  }

  public static Texts json(Bytes body, List<Place> places) {
    return new Texts(body, places, Spelling.JSON);
  }

  /// The text of a place.
  public String text(int place) {
    return text(body, places.get(place), spelling);
  }

  /// The text of a JSON string.
  public static String text(Bytes body, Place place) {
    return text(body, place, Spelling.JSON);
  }

  private static String text(Bytes body, Place place, Spelling spelling) {
    byte[] bytes = body.array();
    boolean ascii = true;
    for (int i = place.start(); i < place.end(); i++) {
      if (bytes[i] == '\\' && spelling == Spelling.JSON) {
        return unescaped(bytes, place.start(), place.end());
      }
      ascii &= bytes[i] >= 0;
    }
    return new String(
        bytes,
        place.start(),
        place.end() - place.start(),
        ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /// The bytes to replace for `changes` to one place, which rise and do not overlap. A change that
  /// would part the two halves of a pair takes the whole pair.
  public List<Edit> edits(int place, List<Change> changes) {
    var offsets = new Offsets(body.array(), places.get(place), spelling);
    var edits = new ArrayList<Edit>(changes.size());
    for (Change change : changes) {
      int from = offsets.byteAt(change.start());
      int to = change.end() == change.start() ? from : offsets.byteAfter(change.end());
      edits.add(new Edit(from, to, change.with()));
    }
    return edits;
  }

  /// The byte at which the character at `offset` (in UTF-16 units of the text) begins. An offset
  /// between two halves of a pair is that of the pair.
  public int byteAt(int place, int offset) {
    return new Offsets(body.array(), places.get(place), spelling).byteAt(offset);
  }

  static String unescaped(byte[] bytes, int start, int end) {
    // An escape is never shorter than what it stands for in UTF-8.
    byte[] out = new byte[end - start];
    int length = 0;
    for (int at = start; at < end; ) {
      byte b = bytes[at++];
      if (b != '\\') {
        out[length++] = b;
        continue;
      }
      byte kind = bytes[at++];
      if (kind != 'u') {
        out[length++] = single(kind);
        continue;
      }
      int code = unit(bytes, at);
      at += 4;
      if (Character.isHighSurrogate((char) code)) {
        code = Character.toCodePoint((char) code, (char) unit(bytes, at + 2));
        at += 6;
      }
      length = encode(code, out, length);
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static byte single(byte kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }

  private static int encode(int code, byte[] out, int at) {
    int length = at;
    if (code < 0x80) {
      out[length++] = (byte) code;
    } else if (code < 0x800) {
      out[length++] = (byte) (0xc0 | (code >> 6));
      out[length++] = (byte) (0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      out[length++] = (byte) (0xe0 | (code >> 12));
      out[length++] = (byte) (0x80 | ((code >> 6) & 0x3f));
      out[length++] = (byte) (0x80 | (code & 0x3f));
    } else {
      out[length++] = (byte) (0xf0 | (code >> 18));
      out[length++] = (byte) (0x80 | ((code >> 12) & 0x3f));
      out[length++] = (byte) (0x80 | ((code >> 6) & 0x3f));
      out[length++] = (byte) (0x80 | (code & 0x3f));
    }
    return length;
  }

  /// Four hex digits.
  static int unit(byte[] bytes, int at) {
    return hex(bytes[at]) << 12
        | hex(bytes[at + 1]) << 8
        | hex(bytes[at + 2]) << 4
        | hex(bytes[at + 3]);
  }

  static int hex(int b) {
    if (b >= '0' && b <= '9') return b - '0';
    if (b >= 'a' && b <= 'f') return b - 'a' + 10;
    if (b >= 'A' && b <= 'F') return b - 'A' + 10;
    return -1;
  }
}
