package probity.policy;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import probity.policy.Formula.Term;

/// Reads the formula of a condition from its checked syntax tree.
final class FormulaReader {
  private FormulaReader() {}

  static Formula read(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> constant(expr).orElseGet(() -> other(expr));
      case CALL -> call(expr, expr.call());
      case COMPREHENSION -> exists(expr.comprehension()).orElseGet(() -> other(expr));
      case IDENT, SELECT ->
          term(expr)
              .map(term -> (Formula) new Formula.Flag(term, true))
              .orElseGet(() -> other(expr));
      case LIST, MAP, STRUCT, NOT_SET -> other(expr);
    };
  }

  private static Optional<Formula> constant(CelExpr expr) {
    return expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
        ? Optional.of(expr.constant().booleanValue() ? Formula.TRUE : Formula.FALSE)
        : Optional.empty();
  }

  private static Formula call(CelExpr expr, CelCall call) {
    if (call.function().equals("!_")) return read(call.args().getFirst()).not();
    if (call.function().equals("_[_]")) {
      return term(expr).map(term -> (Formula) new Formula.Flag(term, true)).orElse(other(expr));
    }
    if (call.args().size() != 2) return other(expr);
    CelExpr left = call.args().get(0);
    CelExpr right = call.args().get(1);
    return switch (call.function()) {
      case "_&&_" -> Formula.all(List.of(read(left), read(right)));
      case "_||_" -> Formula.any(List.of(read(left), read(right)));
      case "_==_" -> equal(left, right).orElseGet(() -> other(expr));
      case "_!=_" -> equal(left, right).map(Formula::not).orElseGet(() -> other(expr));
      case "@in" -> in(left, right).orElseGet(() -> other(expr));
      case "_>=_" -> atLeast(left, right, 0).or(() -> atMost(right, left, 0)).orElse(other(expr));
      case "_>_" -> atLeast(left, right, 1).or(() -> atMost(right, left, 1)).orElse(other(expr));
      case "_<=_" -> atMost(left, right, 0).or(() -> atLeast(right, left, 0)).orElse(other(expr));
      case "_<_" -> atMost(left, right, 1).or(() -> atLeast(right, left, 1)).orElse(other(expr));
      default -> other(expr);
    };
  }

  private static Optional<Formula> equal(CelExpr left, CelExpr right) {
    return equalTo(left, right).or(() -> equalTo(right, left));
  }

  private static Optional<Formula> equalTo(CelExpr left, CelExpr right) {
    if (right.getKind() != ExprKind.Kind.CONSTANT) return Optional.empty();
    CelConstant value = right.constant();
    Optional<Term> term = term(left);
    return switch (value.getKind()) {
      case STRING_VALUE ->
          term.filter(found -> isOf(found, Fact.Type.TEXT))
              .map(found -> Formula.is(found.fact(), List.of(value.stringValue())));
      case BOOLEAN_VALUE -> term.map(found -> new Formula.Flag(found, value.booleanValue()));
      case INT64_VALUE ->
          term.filter(_ -> value.int64Value() < Long.MAX_VALUE)
              .map(found ->
                  Formula.all(
                      List.of(
                          new Formula.AtLeast(found, value.int64Value(), true),
                          new Formula.AtLeast(found, value.int64Value() + 1, false))));
      default -> Optional.empty();
    };
  }

  private static boolean isOf(Term term, Fact.Type type) {
    return term.fact().type() == type && term.key().isEmpty() && !term.size();
  }

  private static Optional<Formula> in(CelExpr left, CelExpr right) {
    if (right.getKind() == ExprKind.Kind.LIST) {
      var words = right.list().elements().stream().flatMap(item -> text(item).stream()).toList();
      if (words.size() != right.list().elements().size()) return Optional.empty();
      return term(left)
          .filter(term -> isOf(term, Fact.Type.TEXT))
          .map(term -> Formula.is(term.fact(), words));
    }
    return text(left)
        .flatMap(word ->
            fact(right)
                .filter(fact -> fact.type().holdsMany())
                .map(fact -> new Formula.Has(fact, word, true)));
  }

  /// `term >= bound + more`.
  private static Optional<Formula> atLeast(CelExpr term, CelExpr bound, int more) {
    return number(bound)
        .filter(number -> number < Long.MAX_VALUE)
        .flatMap(
            number -> term(term).map(found -> new Formula.AtLeast(found, number + more, true)));
  }

  /// `term <= bound - less`.
  private static Optional<Formula> atMost(CelExpr term, CelExpr bound, int less) {
    return number(bound)
        .filter(number -> number < Long.MAX_VALUE)
        .flatMap(number ->
            term(term).map(found -> new Formula.AtLeast(found, number - less + 1, false)));
  }

  /// `roles.exists(r, r == 'a' || r in ['b', 'c'])`: one of these words is among them.
  private static Optional<Formula> exists(CelComprehension loop) {
    Optional<Fact> over = fact(loop.iterRange()).filter(fact -> fact.type().holdsMany());
    CelExpr step = loop.loopStep();
    boolean exists =
        loop.iterVar2().isEmpty()
            && loop.accuInit().getKind() == ExprKind.Kind.CONSTANT
            && loop.accuInit().constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
            && !loop.accuInit().constant().booleanValue()
            && step.getKind() == ExprKind.Kind.CALL
            && step.call().function().equals("_||_");
    if (over.isEmpty() || !exists) return Optional.empty();
    var words = new TreeSet<String>();
    if (!words(step.call().args().get(1), loop.iterVar(), words)) return Optional.empty();
    return Optional.of(
        Formula.any(words.stream().map(word -> new Formula.Has(over.get(), word, true)).toList()));
  }

  /// Whether a predicate says that `variable` is one of some words and nothing else.
  private static boolean words(CelExpr predicate, String variable, Set<String> words) {
    if (predicate.getKind() != ExprKind.Kind.CALL || predicate.call().args().size() != 2) {
      return false;
    }
    CelExpr left = predicate.call().args().get(0);
    CelExpr right = predicate.call().args().get(1);
    boolean ofVariable =
        left.getKind() == ExprKind.Kind.IDENT && left.ident().name().equals(variable);
    return switch (predicate.call().function()) {
      case "_||_" -> words(left, variable, words) && words(right, variable, words);
      case "_==_" -> ofVariable && text(right).map(words::add).isPresent();
      case "@in" ->
          ofVariable
              && right.getKind() == ExprKind.Kind.LIST
              && right.list().elements().stream()
                  .allMatch(item -> text(item).map(words::add).isPresent());
      default -> false;
    };
  }

  private static Optional<Term> term(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> fact(expr).map(Term::new);
      case SELECT ->
          expr.select().testOnly()
              ? Optional.empty()
              : keyed(expr.select().operand(), Optional.of(expr.select().field()));
      case CALL -> {
        var args = expr.call().args();
        if (expr.call().function().equals("_[_]")) yield keyed(args.get(0), text(args.get(1)));
        if (!expr.call().function().equals("size")) yield Optional.empty();
        var of = Stream.concat(expr.call().target().stream(), args.stream()).findFirst();
        yield of.flatMap(FormulaReader::fact)
            .filter(fact -> fact.type().holdsMany())
            .map(fact -> new Term(fact, "", true));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Term> keyed(CelExpr map, Optional<String> key) {
    return fact(map)
        .filter(fact -> fact.type().byName())
        .flatMap(
            fact -> key.filter(word -> !word.isEmpty()).map(word -> new Term(fact, word, false)));
  }

  /// Variables of comprehensions never have the name of a fact ([ConditionCheck]).
  private static Optional<Fact> fact(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.IDENT
        ? Fact.named(expr.ident().name())
        : Optional.empty();
  }

  private static Optional<String> text(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }

  private static Optional<Long> number(CelExpr expr) {
    return expr.getKind() == ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.INT64_VALUE
        ? Optional.of(expr.constant().int64Value())
        : Optional.empty();
  }

  private static Formula other(CelExpr expr) {
    return new Formula.Other(written(expr), true);
  }

  /// A syntax tree in one line; equal trees give equal lines.
  private static String written(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> text(expr).map(word -> "'" + word + "'").orElse(constantText(expr));
      case IDENT -> expr.ident().name();
      case SELECT ->
          (expr.select().testOnly() ? "has " : "")
              + written(expr.select().operand())
              + "['"
              + expr.select().field()
              + "']";
      case CALL -> {
        var parts = new ArrayList<String>();
        expr.call().target().ifPresent(target -> parts.add(written(target)));
        expr.call().args().forEach(arg -> parts.add(written(arg)));
        yield expr.call().function() + "(" + String.join(", ", parts) + ")";
      }
      case LIST ->
          "["
              + String.join(
                  ", ", expr.list().elements().stream().map(FormulaReader::written).toList())
              + "]";
      case COMPREHENSION -> {
        var loop = expr.comprehension();
        yield "loop("
            + String.join(
                ", ",
                loop.iterVar(),
                loop.iterVar2(),
                written(loop.iterRange()),
                written(loop.accuInit()),
                written(loop.loopCondition()),
                written(loop.loopStep()),
                written(loop.result()))
            + ")";
      }
      case MAP, STRUCT, NOT_SET -> expr.toString();
    };
  }

  private static String constantText(CelExpr expr) {
    return expr.constant().toString();
  }
}
