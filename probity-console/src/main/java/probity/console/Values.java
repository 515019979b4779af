package probity.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a query or form says: texts by name, each as it was sent.
public record Values(Map<String, List<String>> all) {
  public static final Values NONE = new Values(Map.of());

  public Values {
    var copy = new LinkedHashMap<String, List<String>>();
    all.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
    all = java.util.Collections.unmodifiableMap(copy);
  }

  /// Of names and texts in turn, for tests and links.
  public static Values of(String... namesAndTexts) {
    var all = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      all.merge(
          namesAndTexts[i],
          List.of(namesAndTexts[i + 1]),
          (one, other) -> java.util.stream.Stream.concat(one.stream(), other.stream()).toList());
    }
    return new Values(all);
  }

  public boolean has(String name) {
    return all.containsKey(name);
  }

  /// The first text of that name, without white space around it; empty where there is none.
  public String text(String name) {
    return raw(name).strip();
  }

  /// As [#text], and exactly as it was sent: for passwords.
  public String raw(String name) {
    var texts = texts(name);
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  /// All of that name: of check boxes, say.
  public List<String> texts(String name) {
    return Optional.ofNullable(all.get(name)).orElse(List.of());
  }

  /// A number of that name from `least` to `most`, else `standard`.
  public int number(String name, int least, int most, int standard) {
    var text = text(name);
    if (!text.matches("[0-9]{1,9}")) return standard;
    int number = Integer.parseInt(text);
    return number < least || number > most ? standard : number;
  }
}
