package probity.prove;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import probity.prove.Formula.Always;
import probity.prove.Formula.And;
import probity.prove.Formula.Atom;
import probity.prove.Formula.Or;

/// Makes a formula shorter by what it says outright: where all of it must be true, so must each
/// atom at its top, and wherever else that atom stands, it is true, and its contrary false. Most
/// invariants are decided by this alone, and no solver need be asked.
final class Units {
  private static final Pattern IS = Pattern.compile("\\(([a-z_0-9]+) == (\\d+)\\)");

  private final Set<String> holding = new HashSet<>();
  private final Set<String> failing = new HashSet<>();

  /// The only value that a variable can have.
  private final Map<String, String> values = new HashMap<>();

  private Units() {}

  static Formula shorter(Formula formula) {
    var units = new Units();
    Formula now = formula;
    while (true) {
      int known = units.holding.size();
      if (!units.learn(now)) return Always.FALSE;
      if (units.holding.size() == known) return now;
      now = units.with(now, true);
    }
  }

  /// Whether what the formula says outright agrees with itself.
  private boolean learn(Formula formula) {
    List<Formula> parts = formula instanceof And(var inner) ? inner : List.of(formula);
    for (Formula part : parts) {
      if (!(part instanceof Atom(var cel, var opposite))) continue;
      if (isFalse(cel)) return false;
      holding.add(cel);
      failing.add(opposite);
      Matcher is = IS.matcher(cel);
      if (is.matches()) values.putIfAbsent(is.group(1), is.group(2));
    }
    return true;
  }

  private boolean isFalse(String cel) {
    if (failing.contains(cel)) return true;
    Matcher is = IS.matcher(cel);
    return is.matches() && !values.getOrDefault(is.group(1), is.group(2)).equals(is.group(2));
  }

  private boolean isTrue(String cel, String opposite) {
    return holding.contains(cel) || (isFalse(opposite) && IS.matcher(opposite).matches());
  }

  /// @param top whether the formula's atoms are those that it says outright, which stay
  private Formula with(Formula formula, boolean top) {
    return switch (formula) {
      case Always always -> always;
      case Atom atom when isFalse(atom.cel()) -> Always.FALSE;
      case Atom atom when !top && isTrue(atom.cel(), atom.opposite()) -> Always.TRUE;
      case Atom atom -> atom;
      case And(var parts) ->
          Formula.all(parts.stream().map(part -> with(part, top && part instanceof Atom)).toList());
      case Or(var parts) -> Formula.any(parts.stream().map(part -> with(part, false)).toList());
    };
  }
}
