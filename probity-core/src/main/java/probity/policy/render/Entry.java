package probity.policy.render;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Optional;
import probity.policy.render.Said.Statement;

/// An entry of a map of facts, `labels['x']`, and what it is compared with, if it is.
record Entry(String map, String name, Optional<Comparison> compared) {
  /// `probes['x']` or `probes.x`.
  static Optional<Entry> of(CelExpr expr) {
    if (expr.getKind() == Kind.SELECT && !expr.select().testOnly()) {
      return ConditionInWords.name(expr.select().operand())
          .map(map -> new Entry(map, expr.select().field(), Optional.empty()));
    }
    if (expr.getKind() != Kind.CALL || !expr.call().function().equals("_[_]")) {
      return Optional.empty();
    }
    CelCall index = expr.call();
    return ConditionInWords.name(index.args().get(0))
        .flatMap(map ->
            ConditionInWords.text(index.args().get(1))
                .map(name -> new Entry(map, name, Optional.empty())));
  }

  /// `labels['x'] >= 80`.
  static Optional<Entry> compared(CelExpr expr) {
    if (expr.getKind() != Kind.CALL) return Optional.empty();
    return Comparison.of(expr.call())
        .flatMap(comparison ->
            of(comparison.fact())
                .map(entry -> new Entry(entry.map, entry.name, Optional.of(comparison))));
  }

  /// Whether an expression asks if the entry is there: `'x' in labels`.
  boolean isGuardedBy(CelExpr expr) {
    if (expr.getKind() != Kind.CALL || !expr.call().function().equals("@in")) return false;
    return ConditionInWords.text(expr.call().args().get(0)).equals(Optional.of(name))
        && ConditionInWords.name(expr.call().args().get(1)).equals(Optional.of(map));
  }

  /// That it is there and compares so, or the denial of both together.
  Optional<Said> say(boolean yes) {
    Optional<String> number =
        compared.flatMap(comparison -> comparison.number(comparison.operator()));
    String sentence =
        switch (map) {
          case "labels" ->
              yes ? "% was found with a confidence of " : "% was not found with a confidence of ";
          case "counters" -> yes ? "the counter % stands at " : "the counter % does not stand at ";
          default -> "";
        };
    if (sentence.isEmpty()) return Optional.empty();
    return number.map(
        found -> new Statement(ConditionInWords.about(sentence, name).words().then(found)));
  }
}
