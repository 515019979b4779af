package probity.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import probity.yaml.Mapping;
import probity.yaml.Value;

/// What differs in one environment: for items of the bundle, found by their id, other members; and
/// items that only this environment has. Nothing is written twice.
final class Overlay {
  /// The lists that an overlay may change.
  static final List<String> SECTIONS =
      List.of(
          "canaries",
          "counters",
          "notices",
          "prices",
          "queues",
          "retention",
          "routes",
          "rules",
          "systems",
          "uses");

  private static final int ITEMS_MAX = 500;

  private final Map<String, Map<String, Value>> sections;

  private Overlay(Map<String, Map<String, Value>> sections) {
    this.sections = sections;
  }

  static Overlay none() {
    return new Overlay(new HashMap<>());
  }

  /// Reads an overlay's file; mistakes are noted at their place.
  static Overlay read(Value file) {
    var overlay = none();
    for (Value.Entry section : file.entries(SECTIONS.size())) {
      if (section.name().isOneOf(SECTIONS, "section of an overlay")) {
        overlay.add(section.name().value(), section.value());
      }
    }
    return overlay;
  }

  private void add(String section, Value list) {
    var items = new LinkedHashMap<String, Value>();
    for (Value item : list.items(ITEMS_MAX)) {
      Optional<String> key = item.peek(key(section));
      if (key.isEmpty()) {
        item.mistake("an item with its `" + key(section) + "` was expected");
      } else if (items.putIfAbsent(key.get(), item) != null) {
        item.mistake("`" + key.get() + "` stands in this overlay twice");
      }
    }
    sections.put(section, items);
  }

  /// The member by which items of a section are told apart.
  private static String key(String section) {
    return switch (section) {
      case "retention" -> "class";
      case "prices" -> "model";
      default -> "id";
    };
  }

  /// The items of one list with what this environment changes in them. What it adds comes with
  /// [#added].
  <T> List<T> changed(String section, Value list, int max, Function<Mapping, T> reader) {
    Map<String, Value> mine = sections.getOrDefault(section, new HashMap<>());
    var read = new ArrayList<T>();
    for (Value item : list.items(max)) {
      var over = item.peek(key(section)).flatMap(id -> Optional.ofNullable(mine.remove(id)));
      var one = over.isPresent() ? item.mapping(over.get(), reader) : item.mapping(reader);
      one.ifPresent(read::add);
    }
    return read;
  }

  /// The items that only this environment has: those that no list of the section claimed.
  <T> List<T> added(String section, Function<Mapping, T> reader) {
    Map<String, Value> left = sections.getOrDefault(section, new HashMap<>());
    var read = left.values().stream().flatMap(item -> item.mapping(reader).stream()).toList();
    left.clear();
    return read;
  }

  /// All items of a section that is one list.
  <T> List<T> items(String section, Value list, int max, Function<Mapping, T> reader) {
    var all = new ArrayList<>(changed(section, list, max, reader));
    all.addAll(added(section, reader));
    return all;
  }
}
