package probity.policy;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a condition demands of one fact, whatever else it says: `route == 'chat' && …`.
///
/// CEL's `&&` is false as soon as one side is, even where the other cannot be evaluated. So a rule
/// whose guard does not hold is known not to hold, and need not be asked.
///
/// @param words one of which the fact must be
record Guard(Fact fact, Set<String> words) {
  /// Facts that follow from the route, so that guards on them choose the rules of a route once.
  static final Set<Fact> OF_ROUTE =
      EnumSet.of(
          Fact.ROUTE,
          Fact.SYSTEM,
          Fact.USE,
          Fact.ASSESSMENT,
          Fact.RISK_CLASS,
          Fact.PROVIDER,
          Fact.REGION,
          Fact.FORMAT);

  Guard {
    words = Set.copyOf(words);
  }

  /// Whether facts of a route can meet it; those that do not follow from the route may.
  boolean admits(Route route) {
    String word = words(route).get(fact);
    return word == null || words.contains(word);
  }

  /// What each fact that follows from the route is on it.
  static Map<Fact, String> words(Route route) {
    return Map.of(
        Fact.ROUTE, route.id(),
        Fact.SYSTEM, route.system(),
        Fact.USE, route.use(),
        Fact.ASSESSMENT, route.assessment(),
        Fact.RISK_CLASS, route.riskClass(),
        Fact.PROVIDER, route.provider(),
        Fact.REGION, route.region(),
        Fact.FORMAT, route.format());
  }

  /// The guards of a condition: those of its operands joined by `&&` at the top.
  static List<Guard> of(CelExpr root) {
    var guards = new ArrayList<Guard>();
    collect(root, guards);
    return List.copyOf(guards);
  }

  private static void collect(CelExpr expr, List<Guard> guards) {
    if (expr.getKind() != ExprKind.Kind.CALL) return;
    CelCall call = expr.call();
    if (call.args().size() != 2) return;
    CelExpr left = call.args().get(0);
    CelExpr right = call.args().get(1);
    switch (call.function()) {
      case "_&&_" -> {
        collect(left, guards);
        collect(right, guards);
      }
      case "_==_" -> {
        guard(left, List.of(right)).ifPresent(guards::add);
        guard(right, List.of(left)).ifPresent(guards::add);
      }
      case "@in" -> {
        if (right.getKind() == ExprKind.Kind.LIST) {
          guard(left, right.list().elements()).ifPresent(guards::add);
        }
      }
      default -> {}
    }
  }

  private static Optional<Guard> guard(CelExpr name, List<CelExpr> constants) {
    if (name.getKind() != ExprKind.Kind.IDENT) return Optional.empty();
    var words = new HashSet<String>();
    for (CelExpr constant : constants) {
      if (constant.getKind() != ExprKind.Kind.CONSTANT
          || constant.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
        return Optional.empty();
      }
      words.add(constant.constant().stringValue());
    }
    return Fact.named(name.ident().name())
        .filter(fact -> fact.type() == Fact.Type.TEXT)
        .map(fact -> new Guard(fact, words));
  }
}
