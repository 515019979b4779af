package probity.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A strict reader of the ledger's JSON profile, which sees on its way whether the text is in
/// canonical form. One text, one use.
final class JsonReader {
  private static final int DEPTH_MAX = 32;

  private final String text;
  private int at;
  private boolean canonical = true;

  JsonReader(String text) {
    this.text = text;
  }

  Checked<Json> readCanonical() {
    try {
      Json value = value(0);
      if (at != text.length()) throw new Malformed("json goes on after its value");
      return canonical
          ? Checked.valid(value)
          : Checked.invalid(Fault.MALFORMED, "json is not in canonical form (RFC 8785)");
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
    var members = new ArrayList<Json.Member>();
    boolean sorted = true;
    at++;
    if (peek() == '}') {
      at++;
      return new Json.Obj(members);
    }
    while (true) {
      if (peek() != '"') throw new Malformed("a member name was expected");
      String name = string();
      expect(':');
      Json value = value(depth + 1);
      sorted &= members.isEmpty() || members.getLast().name().compareTo(name) < 0;
      members.add(new Json.Member(name, value));
      if (peek() == '}') {
        at++;
        if (!sorted) sort(members);
        return new Json.Obj(members);
      }
      expect(',');
    }
  }

  private void sort(List<Json.Member> members) {
    canonical = false;
    members.sort(Comparator.comparing(Json.Member::name));
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i - 1).name().equals(members.get(i).name())) {
        throw new Malformed("member name twice");
      }
    }
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
    int start = ++at;
    // Most strings have no escape and are a part of the text as they are.
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') return text.substring(start, at++);
      if (c == '\\' || c < 0x20 || Character.isSurrogate(c)) break;
      at++;
    }
    var out = new StringBuilder(text.substring(start, at));
    while (true) {
      char c = peek();
      at++;
      if (c == '"') break;
      if (c < 0x20) throw new Malformed("control character in a string");
      out.append(c == '\\' ? escape() : c);
    }
    String string = out.toString();
    if (Json.hasLoneSurrogate(string)) throw new Malformed("lone surrogate in a string");
    return string;
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\' -> c;
      case '/' -> {
        canonical = false;
        yield c;
      }
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new Malformed("unknown escape");
    };
  }

  /// Canonical only for a control character without an escape of its own, in lower case.
  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = Character.digit(c, 16);
      if (digit < 0 || c > 'f') throw new Malformed("`\\u` without four hex digits");
      if (c >= 'A' && c <= 'F') canonical = false;
      code = code << 4 | digit;
      at++;
    }
    if (code >= 0x20 || "\b\t\n\f\r".indexOf(code) >= 0) canonical = false;
    return (char) code;
  }

  private Json number() {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') at++;
    int first = at;
    long value = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      // Sixteen digits are more than enough and no overflow.
      if (at - first < 16) value = 10 * value + text.charAt(at) - '0';
      at++;
    }
    int digits = at - first;
    boolean zero = digits > 0 && text.charAt(first) == '0';
    if (digits == 0 || digits > 16 || (zero && (digits > 1 || first > start))) {
      throw new Malformed("an integer within ±(2^53 - 1) was expected");
    }
    if (value > Json.INTEGER_MAX) throw new Malformed("integer outside ±(2^53 - 1)");
    return new Json.Num(first > start ? -value : value);
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
