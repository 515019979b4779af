package probity.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// A name with its value.
  record Member(String name, Json value) {
    public Member {
      checkText(name);
    }
  }

  /// Members in the order of RFC 8785 section 3.2.3, which is that of `String.compareTo`; each name
  /// once.
  record Obj(List<Member> members) implements Json {
    public Obj {
      members = List.copyOf(members);
      for (int i = 1; i < members.size(); i++) {
        int order = members.get(i - 1).name().compareTo(members.get(i).name());
        if (order == 0) {
          throw new IllegalStateException("member `" + members.get(i).name() + "` twice");
        }
        if (order > 0) throw new IllegalArgumentException("members are not in canonical order");
      }
    }

    /// The names, in order.
    public List<String> names() {
      return members.stream().map(Member::name).toList();
    }

    public Optional<Json> get(String name) {
      return Optional.ofNullable(find(name));
    }

    private @Nullable Json find(String name) {
      int low = 0;
      int high = members.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = members.get(middle).name().compareTo(name);
        if (order == 0) return members.get(middle).value();
        if (order < 0) low = middle + 1;
        else high = middle - 1;
      }
      return null;
    }

    /// The member as text, or empty where it is absent or of another type.
    public Optional<String> text(String name) {
      return find(name) instanceof Str(var text) ? Optional.of(text) : Optional.empty();
    }

    /// The member as an integer, or empty where it is absent or of another type.
    public Optional<Long> number(String name) {
      return find(name) instanceof Num(var number) ? Optional.of(number) : Optional.empty();
    }

    /// The member as an object, or empty where it is absent or of another type.
    public Optional<Obj> object(String name) {
      return find(name) instanceof Obj object ? Optional.of(object) : Optional.empty();
    }

    /// The member's items, or none where it is absent or of another type.
    public List<Json> items(String name) {
      return find(name) instanceof Arr(var items) ? items : List.of();
    }
  }

  private static void checkText(String text) {
    if (hasLoneSurrogate(text)) throw new IllegalArgumentException("lone surrogate in a string");
  }

  /// Whether half of a surrogate pair stands alone in `text`, so that it has no form in UTF-8.
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        i++;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i += 2;
      } else {
        return true;
      }
    }
    return false;
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
    var items = new Json[values.size()];
    for (int i = 0; i < items.length; i++) items[i] = of(values.get(i));
    return new Arr(List.of(items));
  }

  static Builder object() {
    return new Builder();
  }

  /// Collects members in any order; each name once.
  final class Builder {
    private static final Comparator<Member> BY_NAME = Comparator.comparing(Member::name);

    private final ArrayList<Member> members = new ArrayList<>(32);

    private Builder() {}

    public Builder put(String name, Json value) {
      members.add(new Member(name, value));
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
      members.addAll(other.members());
      return this;
    }

    /// A name that was put twice is a mistake of the program.
    public Obj build() {
      members.sort(BY_NAME);
      return new Obj(members);
    }
  }

  /// The canonical form, RFC 8785.
  default String canonical() {
    return new String(canonicalBytes(), StandardCharsets.UTF_8);
  }

  /// The canonical form in UTF-8.
  default byte[] canonicalBytes() {
    return CanonicalJson.bytes(this);
  }

  /// Reads text that must be canonical already: no other text stands for the same value.
  ///
  /// Nesting is bounded to 32, so hostile text cannot exhaust the stack.
  static Checked<Json> parseCanonical(String text) {
    return new JsonReader(text).readCanonical();
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
