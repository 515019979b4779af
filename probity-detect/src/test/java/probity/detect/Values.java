package probity.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Lists of names, places, products and other words, as `training/values.mjs` writes them.
final class Values {
  private final Map<String, List<String>> byKind = new HashMap<>();
  private final Map<String, List<String>> byLocale = new HashMap<>();

  static Values read(Path file) throws IOException {
    var values = new Values();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", 3);
      values.byKind.computeIfAbsent(parts[0], kind -> new ArrayList<>()).add(parts[2]);
      values
          .byLocale
          .computeIfAbsent(parts[0] + " " + parts[1], kind -> new ArrayList<>())
          .add(parts[2]);
    }
    return values;
  }

  List<String> of(String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  List<String> of(String kind, String locale) {
    return byLocale.getOrDefault(kind + " " + locale, List.of());
  }

  /// The locales that have names of both kinds, in a fixed order.
  List<String> locales() {
    var locales = new TreeSet<String>();
    for (String key : byLocale.keySet()) {
      if (key.startsWith("first ")) {
        String locale = key.substring("first ".length());
        if (of("last", locale).size() > 40) locales.add(locale);
      }
    }
    return List.copyOf(locales);
  }
}
