package probity.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The variables of a formula, each with the values that it can have.
final class Variables {
  /// What a variable is in CEL.
  enum Kind {
    INT,
    BOOL
  }

  private final Map<String, Kind> kinds = new TreeMap<>();
  private final List<Formula> bounds = new ArrayList<>();
  private int unknowns;

  Map<String, Kind> kinds() {
    return kinds;
  }

  /// What every value keeps to.
  Formula bounds() {
    return Formula.all(bounds);
  }

  /// An integer from `min` to `max`, declared once.
  String integer(String name, long min, long max) {
    if (kinds.putIfAbsent(name, Kind.INT) == null) {
      bounds.add(Formula.atom(name + " >= " + min));
      bounds.add(Formula.atom(name + " <= " + max));
    }
    return name;
  }

  Formula bool(String name) {
    kinds.putIfAbsent(name, Kind.BOOL);
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

  void bound(Formula formula) {
    bounds.add(formula);
  }
}
