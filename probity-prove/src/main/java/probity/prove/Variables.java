package probity.prove;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The variables of a formula, each with the values that it can have.
final class Variables {
  /// What a variable is in CEL.
  enum Kind {
    INT,
    BOOL
  }

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Map<String, Kind> kinds = new TreeMap<>();
  private final Map<String, Formula> bounds = new HashMap<>();
  private int unknowns;

  /// The variables that a formula names.
  SortedMap<String, Kind> in(Formula formula) {
    var found = new TreeMap<String, Kind>();
    NAME.matcher(formula.cel())
        .results()
        .forEach(name -> {
          Kind kind = kinds.get(name.group());
          if (kind != null) found.put(name.group(), kind);
        });
    return found;
  }

  /// What the value of a variable keeps to.
  Formula bound(String name) {
    return bounds.getOrDefault(name, Formula.Always.TRUE);
  }

  /// An integer from `min` to `max`, declared once.
  String integer(String name, long min, long max) {
    kinds.put(name, Kind.INT);
    bounds.put(
        name, Formula.all(Formula.atom(name + " >= " + min), Formula.atom(name + " <= " + max)));
    return name;
  }

  Formula bool(String name) {
    kinds.put(name, Kind.BOOL);
    return new Formula.Atom(name, "!" + name);
  }

  /// A bool that nothing else speaks of.
  Formula unknown() {
    return bool("unknown_" + unknowns++);
  }

  /// How many unknowns were asked for; grows whenever something rests on one.
  int unknowns() {
    return unknowns;
  }
}
