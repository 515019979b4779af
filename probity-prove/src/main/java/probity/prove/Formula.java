package probity.prove;

import java.util.ArrayList;
import java.util.List;

/// What must be true of the variables, as CEL writes it.
///
/// It is built of atoms by *and* and *or* alone. CEL's `&&` and `||` pass over a side that cannot
/// be evaluated where the other side decides, so a formula is true exactly where it is true with
/// every atom that cannot be evaluated taken for false. That is why a condition is translated
/// twice: into what makes it true and into what makes it false ([Meaning.Truth]).
sealed interface Formula {
  /// What does not depend on any variable.
  enum Always implements Formula {
    TRUE,
    FALSE
  }

  /// @param cel a bool in CEL that can stand beside any operator
  /// @param opposite its negation
  record Atom(String cel, String opposite) implements Formula {
    Atom opposed() {
      return new Atom(/* cel= */ opposite, /* opposite= */ cel);
    }
  }

  record And(List<Formula> parts) implements Formula {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Formula> parts) implements Formula {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  static Atom atom(String cel) {
    return new Atom("(" + cel + ")", "!(" + cel + ")");
  }

  static Formula of(boolean truth) {
    return truth ? Always.TRUE : Always.FALSE;
  }

  static Formula all(Formula... parts) {
    return all(List.of(parts));
  }

  static Formula any(Formula... parts) {
    return any(List.of(parts));
  }

  /// All of them.
  static Formula all(List<Formula> parts) {
    var left = new ArrayList<Formula>();
    for (Formula part : parts) {
      if (part == Always.FALSE) return part;
      if (part instanceof And(var inner)) left.addAll(inner);
      else if (part != Always.TRUE) left.add(part);
    }
    if (left.isEmpty()) return Always.TRUE;
    return left.size() == 1 ? left.getFirst() : new And(left);
  }

  /// At least one of them.
  static Formula any(List<Formula> parts) {
    var left = new ArrayList<Formula>();
    for (Formula part : parts) {
      if (part == Always.TRUE) return part;
      if (part instanceof Or(var inner)) left.addAll(inner);
      else if (part != Always.FALSE) left.add(part);
    }
    if (left.isEmpty()) return Always.FALSE;
    return left.size() == 1 ? left.getFirst() : new Or(left);
  }

  /// The contrary. Only for formulas whose atoms can always be evaluated: one that cannot would be
  /// taken for false on both sides.
  default Formula not() {
    return switch (this) {
      case Always always -> of(always == Always.FALSE);
      case Atom atom -> atom.opposed();
      case And(var parts) -> any(parts.stream().map(Formula::not).toList());
      case Or(var parts) -> all(parts.stream().map(Formula::not).toList());
    };
  }

  default String cel() {
    var text = new StringBuilder();
    write(text);
    return text.toString();
  }

  private void write(StringBuilder text) {
    switch (this) {
      case Always always -> text.append(always == Always.TRUE);
      case Atom(var cel, _) -> text.append(cel);
      case And(var parts) -> join(text, parts, " && ");
      case Or(var parts) -> join(text, parts, " || ");
    }
  }

  private static void join(StringBuilder text, List<Formula> parts, String operator) {
    text.append('(');
    String between = "";
    for (Formula part : parts) {
      text.append(between);
      part.write(text);
      between = operator;
    }
    text.append(')');
  }
}
