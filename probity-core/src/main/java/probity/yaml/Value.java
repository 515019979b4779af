package probity.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A value of the file, or the absence of one. Reading it as what it is not notes a mistake and
/// gives nothing; reading an absent one gives nothing.
public final class Value {
  private final Source source;
  private final Optional<Node> node;

  Value(Source source, Optional<Node> node) {
    this.source = source;
    this.node = node;
  }

  public boolean present() {
    return node.isPresent();
  }

  /// A mistake at the value's place; none when it is absent.
  public void mistake(String message) {
    node.ifPresent(found -> source.mistake(Text.start(found), message));
  }

  /// A text of 1 to `max` characters. What YAML takes for a number or a boolean must be quoted.
  public Optional<Text> text(int max) {
    return textOrEmpty(max)
        .filter(text -> {
          if (!text.value().isBlank()) return true;
          mistake("a text was expected, this one is empty");
          return false;
        });
  }

  /// A text of at most `max` characters.
  public Optional<Text> textOrEmpty(int max) {
    if (node.isEmpty()) return Optional.empty();
    if (!(node.get() instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      return wrong("a text");
    }
    if (!scalar.getTag().equals(Tag.STR)) {
      mistake("a text was expected, not `" + scalar.getValue() + "`; quotes make it one");
      return Optional.empty();
    }
    return bounded(scalar, max);
  }

  /// A scalar as it is written, whatever YAML takes it for: a version `1.10`, a condition `true`.
  public Optional<Text> asWritten(int max) {
    if (node.isEmpty()) return Optional.empty();
    if (!(node.get() instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      return wrong("a text");
    }
    return bounded(scalar, max);
  }

  /// A text of a form.
  ///
  /// @param what what it is, with its form, as in "an id (`[a-z]+`)"
  public Optional<Text> name(Pattern form, String what) {
    return asWritten(Integer.MAX_VALUE)
        .filter(text -> {
          if (form.matcher(text.value()).matches()) return true;
          text.mistake(what + " was expected, not `" + cut(text.value()) + "`");
          return false;
        });
  }

  /// One of a few words.
  public Optional<Text> word(Collection<String> words) {
    return asWritten(Integer.MAX_VALUE)
        .filter(text -> {
          if (words.contains(text.value())) return true;
          text.mistake(
              "one of "
                  + String.join(", ", words.stream().map(word -> "`" + word + "`").toList())
                  + " was expected, not `"
                  + cut(text.value())
                  + "`"
                  + Nearest.hint(text.value(), words));
          return false;
        });
  }

  /// One of a few things, each named by a word.
  public <T> Optional<T> choice(Collection<T> choices, Function<T, String> word) {
    return word(choices.stream().map(word).toList())
        .flatMap(
            text -> choices.stream().filter(t -> word.apply(t).equals(text.value())).findFirst());
  }

  public OptionalLong integer(long min, long max) {
    if (node.isEmpty()) return OptionalLong.empty();
    if (node.get() instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().length() <= 18) {
      long value = Long.parseLong(scalar.getValue());
      if (value >= min && value <= max) return OptionalLong.of(value);
    }
    wrong("an integer from " + min + " to " + max);
    return OptionalLong.empty();
  }

  public Optional<Boolean> bool() {
    if (node.isEmpty()) return Optional.empty();
    if (node.get() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(scalar.getValue().equals("true"));
    }
    return wrong("`true` or `false`");
  }

  /// The items of a list, at most `max`.
  public List<Value> items(int max) {
    if (node.isEmpty()) return List.of();
    if (!(node.get() instanceof SequenceNode sequence)) {
      wrong("a list");
      return List.of();
    }
    if (sequence.getValue().size() > max) {
      mistake(sequence.getValue().size() + " items, at most " + max + " were expected");
      return List.of();
    }
    return sequence.getValue().stream().map(item -> new Value(source, Optional.of(item))).toList();
  }

  /// The items of a list that has at least one, at most `max`.
  ///
  /// @param what what an item is, as in "a duty"
  public List<Value> some(int max, String what) {
    if (node.isPresent()
        && node.get() instanceof SequenceNode sequence
        && sequence.getValue().isEmpty()) {
      mistake(what + " was expected, the list has none");
    }
    return items(max);
  }

  /// A list of texts, each as [#text(int)].
  public List<Text> texts(int max, int charactersMax) {
    return items(max).stream().flatMap(item -> item.text(charactersMax).stream()).toList();
  }

  /// A list of mappings, each read by `reader`.
  public <T> List<T> mappings(int max, Function<Mapping, T> reader) {
    return items(max).stream().flatMap(item -> item.mapping(reader).stream()).toList();
  }

  /// A mapping, read by `reader`; members it did not ask for are mistakes.
  public <T> Optional<T> mapping(Function<Mapping, T> reader) {
    return read(asMapping(Optional.empty()), reader);
  }

  /// As [#mapping(Function)], with what `over` says instead: its members come first.
  public <T> Optional<T> mapping(Value over, Function<Mapping, T> reader) {
    return read(
        asMapping(Optional.empty()).flatMap(below -> over.asMapping(Optional.of(below))), reader);
  }

  private static <T> Optional<T> read(Optional<Mapping> mapping, Function<Mapping, T> reader) {
    Optional<T> read = mapping.map(reader);
    mapping.ifPresent(Mapping::noteUnknown);
    return read;
  }

  private Optional<Mapping> asMapping(Optional<Mapping> below) {
    if (node.isEmpty()) return Optional.empty();
    if (!(node.get() instanceof MappingNode found)) return wrong("a mapping");
    return Optional.of(new Mapping(source, found, members(found), below));
  }

  /// The text of a member, where this is a mapping that has it as a text. Notes no mistake.
  public Optional<String> peek(String member) {
    if (node.isEmpty() || !(node.get() instanceof MappingNode found)) return Optional.empty();
    for (NodeTuple tuple : found.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key
          && key.getValue().equals(member)
          && tuple.getValueNode() instanceof ScalarNode value) {
        return Optional.of(value.getValue());
      }
    }
    return Optional.empty();
  }

  /// A member of a mapping whose names are the author's own.
  public record Entry(Text name, Value value) {}

  /// The members of a mapping whose names are the author's own, at most `max`.
  public List<Entry> entries(int max) {
    if (node.isEmpty()) return List.of();
    if (!(node.get() instanceof MappingNode found)) {
      wrong("a mapping");
      return List.of();
    }
    if (found.getValue().size() > max) {
      mistake(found.getValue().size() + " members, at most " + max + " were expected");
      return List.of();
    }
    return members(found);
  }

  /// Members whose name is a text that comes for the first time; others are mistakes.
  private List<Entry> members(MappingNode found) {
    var lines = new HashMap<String, Integer>();
    var members = new ArrayList<Entry>();
    for (NodeTuple tuple : found.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        source.mistake(Text.start(tuple.getKeyNode()), "a name was expected, not a collection");
        continue;
      }
      var name = new Text(source, key);
      Integer earlier = lines.putIfAbsent(key.getValue(), name.line());
      if (earlier != null) {
        name.mistake("member `" + cut(key.getValue()) + "` is already on line " + earlier);
        continue;
      }
      members.add(new Entry(name, new Value(source, Optional.of(tuple.getValueNode()))));
    }
    return List.copyOf(members);
  }

  private Optional<Text> bounded(ScalarNode scalar, int max) {
    int length = scalar.getValue().length();
    if (length > max) {
      mistake(length + " characters, at most " + max + " were expected");
      return Optional.empty();
    }
    return Optional.of(new Text(source, scalar));
  }

  private <T> Optional<T> wrong(String expected) {
    mistake(expected + " was expected, not " + node.map(Value::describe).orElse("nothing"));
    return Optional.empty();
  }

  private static String describe(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getValue().isBlank() -> "nothing";
      case ScalarNode scalar -> "`" + cut(scalar.getValue()) + "`";
      default -> "this";
    };
  }

  private static String cut(String value) {
    String line = value.strip().replaceAll("\\s+", " ");
    return line.length() <= 64 ? line : line.substring(0, 64) + "…";
  }

  static Map<String, Value> byName(List<Entry> entries) {
    var values = new HashMap<String, Value>();
    entries.forEach(entry -> values.put(entry.name().value(), entry.value()));
    return values;
  }
}
