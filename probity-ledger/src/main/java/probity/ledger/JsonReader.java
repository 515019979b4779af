package probity.ledger;

import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A strict reader of the ledger's JSON profile. One text, one use.
final class JsonReader {
  private static final int DEPTH_MAX = 32;
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,15}");

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Checked<Json> read() {
    try {
      Json value = value(0);
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
    if (peek() == '}') {
      at++;
      return object(members);
    }
    while (true) {
      if (peek() != '"') throw new Malformed("a member name was expected");
      String name = string();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) throw new Malformed("member name twice");
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
    if (peek() == ']') {
      at++;
      return new Json.Arr(items);
    }
    while (true) {
      items.add(value(depth + 1));
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
    String text = out.toString();
    if (Json.hasLoneSurrogate(text)) throw new Malformed("lone surrogate in a string");
    return text;
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
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') at++;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
    String digits = text.substring(start, at);
    if (!INTEGER.matcher(digits).matches()) {
      throw new Malformed("an integer within ±(2^53 - 1) was expected");
    }
    long value = Long.parseLong(digits);
    if (Math.abs(value) > Json.INTEGER_MAX) throw new Malformed("integer outside ±(2^53 - 1)");
    return new Json.Num(value);
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) throw new Malformed("a value was expected");
    at += word.length();
    return value;
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
