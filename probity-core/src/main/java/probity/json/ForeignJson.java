package probity.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Json;

/// Reads JSON that others wrote, in any order and with blanks between its parts (RFC 8259); a
/// number that is no integer within ±(2^53 - 1) becomes its text. The reader of the ledger's own
/// profile stays strict and knows nothing of this. One text, one use.
public final class ForeignJson {
  private static final int DEPTH_MAX = 32;
  private static final long INTEGER_MAX = (1L << 53) - 1;
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,15}");

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private final boolean integersAlone;
  private int at;

  private ForeignJson(String text, boolean integersAlone) {
    this.text = text;
    this.integersAlone = integersAlone;
  }

  public static Checked<Json> parse(String text) {
    return new ForeignJson(text, false).read();
  }

  /// As [#parse], and a number that is no integer within ±(2^53 - 1) is refused: for what has no
  /// place for such a number.
  public static Checked<Json> parseIntegers(String text) {
    return new ForeignJson(text, true).read();
  }

  private Checked<Json> read() {
    try {
      Json value = value(0);
      blanks();
      if (at != text.length()) throw new Malformed("json goes on after its value");
      return Checked.valid(value);
    } catch (Malformed malformed) {
      return Checked.invalid(Fault.MALFORMED, malformed.detail + " at character " + at);
    }
  }

  /// Leaves the recursion; never leaves this class.
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String detail;

    Malformed(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }

  private Json value(int depth) {
    blanks();
    char first = peek();
    if ((first == '{' || first == '[') && depth == DEPTH_MAX) {
      throw new Malformed("json is nested deeper than " + DEPTH_MAX);
    }
    return switch (first) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Str(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private Json object(int depth) {
    var members = new TreeMap<String, Json>();
    at++;
    blanks();
    if (peek() == '}') {
      at++;
      return object(members);
    }
    while (true) {
      blanks();
      if (peek() != '"') throw new Malformed("a member name was expected");
      String name = string();
      blanks();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) throw new Malformed("member name twice");
      blanks();
      if (peek() == '}') {
        at++;
        return object(members);
      }
      expect(',');
    }
  }

  private static Json object(SortedMap<String, Json> members) {
    var sorted = new ArrayList<Json.Member>(members.size());
    members.forEach((name, value) -> sorted.add(new Json.Member(name, value)));
    return new Json.Obj(sorted);
  }

  private Json array(int depth) {
    var items = new ArrayList<Json>();
    at++;
    blanks();
    if (peek() == ']') {
      at++;
      return new Json.Arr(items);
    }
    while (true) {
      items.add(value(depth + 1));
      blanks();
      if (peek() == ']') {
        at++;
        return new Json.Arr(items);
      }
      expect(',');
    }
  }

  private String string() {
    var out = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      at++;
      if (c == '"') break;
      if (c < 0x20) throw new Malformed("control character in a string");
      out.append(c == '\\' ? escape() : c);
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(out)) {
      throw new Malformed("lone surrogate in a string");
    }
    return out.toString();
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0 || peek() > 'f') throw new Malformed("`\\u` without four hex digits");
          code = code << 4 | digit;
          at++;
        }
        yield (char) code;
      }
      default -> throw new Malformed("unknown escape");
    };
  }

  private Json number() {
    var number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) throw new Malformed("a value was expected");
    at = number.end();
    String digits = number.group();
    boolean whole = INTEGER.matcher(digits).matches();
    if (whole && Math.abs(Long.parseLong(digits)) <= INTEGER_MAX) {
      return new Json.Num(Long.parseLong(digits));
    }
    if (integersAlone) throw new Malformed("a number that is no integer within ±(2^53 - 1)");
    return new Json.Str(digits);
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) throw new Malformed("a value was expected");
    at += word.length();
    return value;
  }

  private void blanks() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char peek() {
    if (at >= text.length()) throw new Malformed("json ends early");
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) throw new Malformed("`" + c + "` was expected");
    at++;
  }
}
