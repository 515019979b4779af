package probity.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A JSON value of the ledger's profile: RFC 8785 without fractions.
///
/// Numbers are integers within ±(2^53 - 1), members are sorted by UTF-16 code units, and a value
/// has exactly one form in bytes. What was read from outside is never written again to be verified:
/// the stored bytes are the truth.
public sealed interface Json {
  /// The largest integer that every JSON reader keeps: 2^53 - 1.
  long INTEGER_MAX = (1L << 53) - 1;

  record Str(String value) implements Json {
    /// Refuses a lone surrogate: UTF-8 has no bytes for it, and an encoder would write `?` instead.
    public Str {
      checkText(value);
    }
  }

  record Num(long value) implements Json {
    public Num {
      if (value > INTEGER_MAX || value < -INTEGER_MAX) {
        throw new IllegalArgumentException(value + " is outside ±(2^53 - 1)");
      }
    }
  }

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /// Members in the order of RFC 8785 section 3.2.3, which is that of `String.compareTo`.
  record Obj(SortedMap<String, Json> members) implements Json {
    public Obj {
      var sorted = new TreeMap<String, Json>();
      // Not by the copy constructor, which would keep another order of the map given.
      members.forEach((name, value) -> {
        checkText(name);
        sorted.put(name, value);
      });
      members = Collections.unmodifiableSortedMap(sorted);
    }

    public Optional<Json> get(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /// The member as text, or empty where it is absent or of another type.
    public Optional<String> text(String name) {
      return members.get(name) instanceof Str(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The member as an integer, or empty where it is absent or of another type.
    public Optional<Long> number(String name) {
      return members.get(name) instanceof Num(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The member as an object, or empty where it is absent or of another type.
    public Optional<Obj> object(String name) {
      return members.get(name) instanceof Obj object ? Optional.of(object) : Optional.empty();
    }

    /// The member's items, or none where it is absent or of another type.
    public List<Json> items(String name) {
      return members.get(name) instanceof Arr(var items) ? items : List.of();
    }
  }

  private static void checkText(String text) {
    if (hasLoneSurrogate(text)) throw new IllegalArgumentException("lone surrogate in a string");
  }

  /// Whether half of a surrogate pair stands alone in `text`, so that it has no form in UTF-8.
  static boolean hasLoneSurrogate(String text) {
    // A pair counts as one code point above the surrogates; what is left in their range is alone.
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  static Json of(String value) {
    return new Str(value);
  }

  static Json of(long value) {
    return new Num(value);
  }

  static Json of(boolean value) {
    return new Bool(value);
  }

  /// A list of strings.
  static Json of(List<String> values) {
    return new Arr(values.stream().map(Json::of).toList());
  }

  static Builder object() {
    return new Builder();
  }

  /// Collects members; each name once.
  final class Builder {
    private final TreeMap<String, Json> members = new TreeMap<>();

    private Builder() {}

    public Builder put(String name, Json value) {
      if (members.putIfAbsent(name, value) != null) {
        throw new IllegalStateException("member `" + name + "` twice");
      }
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, of(value));
    }

    public Builder put(String name, long value) {
      return put(name, of(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, of(value));
    }

    public Builder put(String name, List<String> values) {
      return put(name, of(values));
    }

    public Builder putAll(Obj other) {
      other.members().forEach(this::put);
      return this;
    }

    public Obj build() {
      return new Obj(members);
    }
  }

  /// The canonical form, RFC 8785.
  default String canonical() {
    var out = new StringBuilder(256);
    write(this, out);
    return out.toString();
  }

  /// The canonical form in UTF-8.
  default byte[] canonicalBytes() {
    return canonical().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Json json, StringBuilder out) {
    switch (json) {
      case Str(var value) -> quote(value, out);
      case Num(var value) -> out.append(value);
      case Bool(var value) -> out.append(value);
      case Null() -> out.append("null");
      case Arr(var items) -> {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
          if (i > 0) out.append(',');
          write(items.get(i), out);
        }
        out.append(']');
      }
      case Obj(var members) -> {
        char separator = '{';
        for (Map.Entry<String, Json> member : members.entrySet()) {
          out.append(separator);
          quote(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
      }
    }
  }

  /// RFC 8785 section 3.2.2.2: the two-letter escapes, `\\u00xx` for other controls, all else as
  /// is.
  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Reads text that must be canonical already: parsed, written again and compared.
  ///
  /// Nesting is bounded to 32, so hostile text cannot exhaust the stack.
  static Checked<Json> parseCanonical(String text) {
    return new JsonReader(text)
        .read()
        .then(json ->
            json.canonical().equals(text)
                ? Checked.valid(json)
                : Checked.invalid(Fault.MALFORMED, "json is not in canonical form (RFC 8785)"));
  }

  /// As [#parseCanonical(String)], for a text that must be an object.
  static Checked<Obj> parseCanonicalObject(String text) {
    return parseCanonical(text)
        .then(json ->
            json instanceof Obj object
                ? Checked.valid(object)
                : Checked.invalid(Fault.MALFORMED, "json is not an object"));
  }

  /// The object inside a list, for lists whose items must be objects; others are left out.
  static List<Obj> objects(List<Json> items) {
    var objects = new ArrayList<Obj>();
    for (Json item : items) {
      if (item instanceof Obj object) objects.add(object);
    }
    return List.copyOf(objects);
  }
}
