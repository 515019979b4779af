package probity.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/// A mapping whose members the program knows. A member is known once it was asked for.
///
/// It may lie over another one: then its members come first, and those that it lacks are the
/// other's.
public final class Mapping {
  private final Source source;
  private final MappingNode node;
  private final List<Value.Entry> entries;
  private final Map<String, Value> values;
  private final Optional<Mapping> below;
  private final TreeSet<String> known = new TreeSet<>();

  Mapping(Source source, MappingNode node, List<Value.Entry> entries, Optional<Mapping> below) {
    this.source = source;
    this.node = node;
    this.entries = entries;
    this.values = Value.byName(entries);
    this.below = below;
  }

  /// A member that must be there; its absence is a mistake.
  public Value required(String name) {
    Value value = optional(name);
    if (!value.present()) mistake("member `" + name + "` is missing");
    return value;
  }

  /// A member that may be left out.
  public Value optional(String name) {
    known.add(name);
    var other = below.map(mapping -> mapping.optional(name));
    Value value = values.get(name);
    if (value != null) return value;
    return other.orElseGet(() -> new Value(source, Optional.empty()));
  }

  /// A mistake at the start of the mapping.
  public void mistake(String message) {
    source.mistake(Text.start(node), message);
  }

  void noteUnknown() {
    below.ifPresent(Mapping::noteUnknown);
    for (Value.Entry entry : entries) {
      String name = entry.name().value();
      if (!known.contains(name)) entry.name().isOneOf(known, "member");
    }
  }
}
