package probity.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.yaml.Text;

/// Names that must differ from each other, remembered with the place of the first.
final class Names {
  private final String what;
  private final Map<String, Text> first = new LinkedHashMap<>();

  /// @param what what they name, as in "route"
  Names(String what) {
    this.what = what;
  }

  /// The name, or the empty word after a mistake; the bundle is then never loaded.
  String add(Optional<Text> name) {
    if (name.isEmpty()) return "";
    Text earlier = first.putIfAbsent(name.get().value(), name.get());
    if (earlier != null) {
      name.get()
          .mistake(
              what
                  + " `"
                  + name.get().value()
                  + "` is already at "
                  + earlier.file()
                  + ":"
                  + earlier.line());
    }
    return name.get().value();
  }

  /// A reference to one of these names.
  String refer(Optional<Text> name) {
    name.ifPresent(text -> text.isOneOf(first.keySet(), what));
    return Read.value(name);
  }

  Set<String> all() {
    return first.keySet();
  }
}
