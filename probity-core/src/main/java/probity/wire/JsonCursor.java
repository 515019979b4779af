package probity.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

/// Goes through JSON once, value by value, and builds nothing.
///
/// Stricter than RFC 8259, so that no other parser can read something else from the same bytes:
/// valid UTF-8 without a byte order mark, no member name twice in one object, no lone surrogate,
/// nothing after the value, nesting at most 64. The time is linear in the bytes.
public final class JsonCursor {
  public static final int DEPTH_MAX = 64;

  private final byte[] bytes;
  private int at;
  private int depth;
  private int stringStart;
  private int stringEnd;
  private boolean stringEscaped;

  public JsonCursor(Bytes body) {
    bytes = body.array();
  }

  /// Reads the value of one member, exactly.
  public interface Member {
    /// @param start the first byte of the name, `end` its closing quote
    void read(String name, int start, int end);
  }

  /// Reads one item of an array, exactly.
  public interface Item {
    void read(int index);
  }

  /// The first byte of the next value: `{`, `[`, `"`, or that of a number or word.
  public byte next() {
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') return b;
      at++;
    }
    if (depth == 0) throw fault("a value was expected");
    throw new JsonFault(BodyFault.CUT_SHORT, "json ends early, at byte " + at);
  }

  /// Where the next value begins, or the last one ended.
  public int at() {
    return at;
  }

  /// Must be called after the value: nothing may follow.
  public void end() {
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        throw fault("json goes on after its value");
      }
      at++;
    }
  }

  public void object(Member member) {
    enter('{', "an object was expected");
    if (next() == '}') {
      leave();
      return;
    }
    Set<String> names = new HashSet<>();
    while (true) {
      if (next() != '"') throw fault("a member name was expected");
      string();
      int start = stringStart;
      int end = stringEnd;
      String name = text();
      if (!names.add(name)) {
        throw new JsonFault(BodyFault.DUPLICATE_KEY, "member name twice, at byte " + start);
      }
      if (next() != ':') throw fault("`:` was expected");
      at++;
      member.read(name, start, end);
      if (next() == '}') {
        leave();
        return;
      }
      if (next() != ',') throw fault("`,` or `}` was expected");
      at++;
    }
  }

  public void array(Item item) {
    enter('[', "an array was expected");
    if (next() == ']') {
      leave();
      return;
    }
    for (int i = 0; ; i++) {
      item.read(i);
      if (next() == ']') {
        leave();
        return;
      }
      if (next() != ',') throw fault("`,` or `]` was expected");
      at++;
    }
  }

  private void enter(char open, String expected) {
    if (next() != open) throw fault(expected);
    if (++depth > DEPTH_MAX) {
      throw new JsonFault(
          BodyFault.TOO_DEEP, "nested deeper than " + DEPTH_MAX + ", at byte " + at);
    }
    at++;
  }

  private void leave() {
    at++;
    depth--;
  }

  /// Reads a string; its range is that of [#start] and [#stop] until the next one is read.
  public void string() {
    if (next() != '"') throw fault("a string was expected");
    at++;
    stringStart = at;
    stringEscaped = false;
    while (true) {
      int b = byteAt(at);
      if (b == '"') break;
      if (b == '\\') {
        stringEscaped = true;
        escape();
      } else if (b >= 0x20) {
        at++;
      } else if (b >= 0) {
        throw fault("control character in a string");
      } else {
        sequence();
      }
    }
    stringEnd = at++;
  }

  public int start() {
    return stringStart;
  }

  public int stop() {
    return stringEnd;
  }

  /// The string read last, without its escapes.
  public String text() {
    return stringEscaped
        ? Texts.unescaped(bytes, stringStart, stringEnd)
        : new String(bytes, stringStart, stringEnd - stringStart, StandardCharsets.UTF_8);
  }

  private void escape() {
    switch (byteAt(at + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case 'u' -> {
        char unit = unit();
        if (!Character.isSurrogate(unit)) return;
        boolean paired =
            Character.isHighSurrogate(unit)
                && byteAt(at) == '\\'
                && byteAt(at + 1) == 'u'
                && Character.isLowSurrogate(unit());
        if (!paired) {
          throw new JsonFault(BodyFault.LONE_SURROGATE, "lone surrogate, before byte " + at);
        }
      }
      default -> throw fault("unknown escape");
    }
  }

  private char unit() {
    int code = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Texts.hex(byteAt(i));
      if (digit < 0) throw fault("`\\u` without four hex digits");
      code = code << 4 | digit;
    }
    at += 6;
    return (char) code;
  }

  /// One sequence of two to four bytes, by the table of Unicode 3.9 (D92).
  private void sequence() {
    int length = Utf8.sequence(bytes, at, bytes.length);
    if (length == Utf8.CUT) {
      throw new JsonFault(BodyFault.CUT_SHORT, "json ends inside a character, at byte " + at);
    }
    if (length == Utf8.INVALID) {
      throw new JsonFault(BodyFault.INVALID_UTF8, "not utf-8, at byte " + at);
    }
    at += length;
  }

  public boolean isString() {
    return next() == '"';
  }

  /// Reads a number, `true`, `false` or `null`.
  public void scalar() {
    switch (next()) {
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  public boolean bool() {
    if (next() == 't') {
      word("true");
      return true;
    }
    word("false");
    return false;
  }

  /// Reads `null` where it stands, and says whether it did.
  public boolean skippedNull() {
    if (next() != 'n') return false;
    word("null");
    return true;
  }

  /// Reads a number; empty when it is no whole number of at most 18 digits.
  public OptionalLong integer() {
    next();
    int from = at;
    number();
    int digits = bytes[from] == '-' ? from + 1 : from;
    if (at - digits > 18) return OptionalLong.empty();
    long value = 0;
    for (int i = digits; i < at; i++) {
      if (!digit(bytes[i])) return OptionalLong.empty();
      value = value * 10 + (bytes[i] - '0');
    }
    return OptionalLong.of(digits == from ? value : -value);
  }

  private void number() {
    next();
    if (bytes[at] == '-') at++;
    if (byteAt(at) == '0') at++;
    else digits();
    if (at < bytes.length && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      int sign = byteAt(at);
      if (sign == '+' || sign == '-') at++;
      digits();
    }
  }

  private void digits() {
    if (!digit(byteAt(at))) throw fault("a value was expected");
    while (at < bytes.length && digit(bytes[at])) at++;
  }

  private static boolean digit(int b) {
    return b >= '0' && b <= '9';
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(at + i) != word.charAt(i)) throw fault("a value was expected");
    }
    at += word.length();
  }

  private int byteAt(int index) {
    if (index < bytes.length) return bytes[index];
    throw new JsonFault(BodyFault.CUT_SHORT, "json ends early, at byte " + bytes.length);
  }

  private JsonFault fault(String expected) {
    return new JsonFault(BodyFault.NOT_JSON, expected + ", at byte " + at);
  }
}
