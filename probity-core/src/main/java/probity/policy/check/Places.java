package probity.policy.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import probity.policy.BundleFile;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Text;
import probity.yaml.Value;
import probity.yaml.Yaml;

/// Where things stand in the files of a bundle that loads: what `bundle.yaml` and the overlay
/// declare, labels of the bundle's own, requirements and rules.
final class Places {
  private static final int ITEMS_MAX = 1_000;
  private static final int CHARACTERS_MAX = 10_000;
  private static final String MAIN = "bundle.yaml";

  private final Map<String, Text> places = new HashMap<>();

  private Places() {}

  static Places of(List<BundleFile> files) {
    var mistakes = new Mistakes();
    var places = new Places();
    for (BundleFile file : files) {
      var value = Yaml.read(file.path(), file.text(), mistakes);
      if (file.path().equals(MAIN) || file.path().startsWith("overlays/")) {
        value
            .entries(ITEMS_MAX)
            .forEach(section -> places.section(section.name().value(), section.value()));
      } else if (file.path().contains("/")) {
        places.items(file.path().substring(0, file.path().indexOf('/')), value);
      }
    }
    return places;
  }

  /// A section of words, or of items.
  private void section(String section, Value list) {
    switch (section) {
      case "labels", "tags", "roles", "groups", "callers", "channels" ->
          list.texts(ITEMS_MAX, CHARACTERS_MAX).forEach(word -> put(section, word));
      case "probes", "counters", "notices", "queues", "systems", "uses", "routes", "rules" ->
          items(section, list);
      default -> {
        // Nothing that is asked for by a name.
      }
    }
  }

  private void items(String section, Value list) {
    for (Value item : list.items(ITEMS_MAX)) {
      var members = new HashMap<String, Value>();
      item.entries(ITEMS_MAX).forEach(entry -> members.put(entry.name().value(), entry.value()));
      var id = Optional.ofNullable(members.get("id")).flatMap(Places::word);
      id.ifPresent(text -> put(section, text));
      if (section.equals("routes")) {
        for (String words : List.of("models", "tools")) {
          Stream.ofNullable(members.get(words))
              .flatMap(value -> value.items(ITEMS_MAX).stream())
              .flatMap(value -> word(value).stream())
              .forEach(text -> put(id.map(Text::value).orElse("") + "/" + words, text));
        }
      }
    }
  }

  private static Optional<Text> word(Value value) {
    return value.asWritten(CHARACTERS_MAX);
  }

  private void put(String section, Text text) {
    places.putIfAbsent(section + "\n" + text.value(), text);
  }

  /// A sentence at the place where `section` has `id`; at the file where that is not known.
  Mistake at(String section, String id, String message) {
    Text text = places.get(section + "\n" + id);
    return text == null ? Mistake.ofFile(MAIN, message) : text.noted(message);
  }
}
