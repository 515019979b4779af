package probity.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import probity.exchange.Facts;

/// Bounds a condition by its construction, on the syntax tree, so that no facts make it slow: the
/// functions named here and no others, comprehensions over facts and short lists alone, two deep.
/// Then checks the words that it compares with against those that the facts can hold.
final class ConditionCheck {
  static final int DEPTH_MAX = 64;
  private static final int NESTING_MAX = 2;
  private static final int ITEMS_MAX = 64;

  private static final Set<String> FUNCTIONS = Set.of("size", "contains", "startsWith", "endsWith");

  private static final Set<String> OPERATORS =
      Set.of(
          "_&&_",
          "_||_",
          "!_",
          "_?_:_",
          "_==_",
          "_!=_",
          "_<_",
          "_<=_",
          "_>_",
          "_>=_",
          "_+_",
          "_-_",
          "_*_",
          "_/_",
          "_%_",
          "-_",
          "_[_]",
          "@in",
          "@not_strictly_false");

  /// A variable of a comprehension, and the fact whose items or names it takes, if any.
  private record Variable(String name, Optional<Fact> over) {}

  private final CelExpr root;
  private final Map<Long, Integer> positions;
  private final Facts.Phase phase;
  private final Vocabulary vocabulary;
  private final SortedMap<Integer, String> mistakes;
  private final ArrayDeque<Variable> variables = new ArrayDeque<>();
  private final EnumSet<Fact> reads = EnumSet.noneOf(Fact.class);
  private boolean shallow = true;

  ConditionCheck(
      CelAbstractSyntaxTree tree,
      Facts.Phase phase,
      Vocabulary vocabulary,
      SortedMap<Integer, String> mistakes) {
    this.root = tree.getExpr();
    this.positions = tree.getSource().getPositionsMap();
    this.phase = phase;
    this.vocabulary = vocabulary;
    this.mistakes = mistakes;
  }

  /// Whether the tree is shallow enough to go on with.
  boolean check() {
    walk(root, 1);
    return shallow;
  }

  /// The facts that the condition names.
  Set<Fact> reads() {
    return reads;
  }

  private void walk(CelExpr expr, int depth) {
    if (depth > DEPTH_MAX) {
      shallow = false;
      mistake(expr, "the condition is nested deeper than " + DEPTH_MAX);
      return;
    }
    switch (expr.getKind()) {
      case CALL -> call(expr, expr.call(), depth + 1);
      case SELECT -> select(expr, expr.select(), depth + 1);
      case LIST -> {
        if (expr.list().elements().size() > ITEMS_MAX) {
          mistake(expr, "a list holds " + ITEMS_MAX + " items at most");
        }
        expr.list().elements().forEach(element -> walk(element, depth + 1));
      }
      case COMPREHENSION -> comprehension(expr, expr.comprehension(), depth + 1);
      case IDENT -> {
        if (variable(expr).isEmpty()) Fact.named(expr.ident().name()).ifPresent(reads::add);
        if (phase == Facts.Phase.RESPONSE && fact(expr).equals(Optional.of(Fact.PROBES))) {
          mistake(
              expr,
              "an answer has no `probes`: text that was released already cannot be called back");
        }
      }
      case MAP, STRUCT -> mistake(expr, "a condition makes no maps or messages");
      case CONSTANT -> constant(expr, expr.constant());
      case NOT_SET -> {}
    }
  }

  /// What implementations of CEL do not agree on is left out, so that each decides the same: the
  /// order of characters beyond U+FFFF, that of a fraction which is no number, and the remainder of
  /// the smallest integer by -1.
  private void constant(CelExpr expr, CelConstant constant) {
    if (constant.getKind() == CelConstant.Kind.DOUBLE_VALUE) {
      mistake(expr, "no fact is a fraction; a whole number was expected");
    } else if (constant.getKind() == CelConstant.Kind.STRING_VALUE
        && constant.stringValue().chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      mistake(expr, "no fact holds a character beyond U+FFFF");
    }
  }

  private static boolean isPositive(CelExpr expr) {
    if (expr.getKind() != ExprKind.Kind.CONSTANT) return false;
    return switch (expr.constant().getKind()) {
      case INT64_VALUE -> expr.constant().int64Value() > 0;
      case UINT64_VALUE -> expr.constant().uint64Value().longValue() != 0;
      default -> false;
    };
  }

  private void call(CelExpr expr, CelCall call, int depth) {
    String function = call.function();
    if (function.equals("_%_") && !isPositive(call.args().get(1))) {
      mistake(call.args().get(1), "`%` divides by a positive number that is written out");
    }
    if (function.equals("matches")) {
      mistakeAtName(
          expr,
          function,
          "`matches` is not for conditions; declare a probe with `matches` instead");
    } else if (!OPERATORS.contains(function) && !FUNCTIONS.contains(function)) {
      mistakeAtName(
          expr,
          function,
          "`"
              + function
              + "` is not a function of conditions; those are `contains`, `endsWith`, `size`,"
              + " `startsWith`");
    }
    if (call.args().size() == 2) words(function, call.args().get(0), call.args().get(1));
    call.target().ifPresent(target -> walk(target, depth));
    call.args().forEach(arg -> walk(arg, depth));
  }

  /// The words in `route == 'x'`, `route in ['x']`, `'x' in labels` and `labels['x']`.
  private void words(String function, CelExpr left, CelExpr right) {
    switch (function) {
      case "_==_", "_!=_" -> {
        fact(left).ifPresent(fact -> word(fact, right));
        fact(right).ifPresent(fact -> word(fact, left));
      }
      case "@in" -> {
        fact(right).ifPresent(fact -> word(fact, left));
        if (right.getKind() == ExprKind.Kind.LIST) {
          fact(left).ifPresent(fact -> right.list().elements().forEach(item -> word(fact, item)));
        }
      }
      case "_[_]" -> fact(left).ifPresent(fact -> word(fact, right));
      default -> {}
    }
  }

  private void word(Fact fact, CelExpr expr) {
    if (expr.getKind() != ExprKind.Kind.CONSTANT) return;
    if (expr.constant().getKind() != CelConstant.Kind.STRING_VALUE) return;
    vocabulary
        .objection(fact, expr.constant().stringValue())
        .ifPresent(objection -> mistake(expr, objection));
  }

  private void select(CelExpr expr, CelSelect select, int depth) {
    fact(select.operand())
        .filter(fact -> fact.type().byName())
        .flatMap(fact -> vocabulary.objection(fact, select.field()))
        .ifPresent(objection -> mistake(expr, objection));
    walk(select.operand(), depth);
  }

  private void comprehension(CelExpr expr, CelComprehension loop, int depth) {
    CelExpr range = loop.iterRange();
    Optional<Fact> over = fact(range).filter(fact -> fact.type().holdsMany());
    boolean shortList = range.getKind() == ExprKind.Kind.LIST;
    if ((over.isEmpty() && !shortList) || variable(range).isPresent()) {
      mistake(expr, "a comprehension goes over a fact or a list that is written out");
    }
    for (String name : List.of(loop.iterVar(), loop.iterVar2())) {
      if (Fact.named(name).isPresent()) {
        mistake(expr, "`" + name + "` is a fact; the variable needs another name");
      }
    }
    if (variables.size() == NESTING_MAX) {
      mistake(expr, "comprehensions are nested deeper than " + NESTING_MAX);
    }
    walk(range, depth);
    walk(loop.accuInit(), depth);
    variables.push(new Variable(loop.iterVar(), over));
    walk(loop.loopCondition(), depth);
    walk(loop.loopStep(), depth);
    variables.pop();
    walk(loop.result(), depth);
  }

  /// The fact that an expression names, or whose items or names a variable takes.
  private Optional<Fact> fact(CelExpr expr) {
    if (expr.getKind() != ExprKind.Kind.IDENT) return Optional.empty();
    Optional<Variable> variable = variable(expr);
    return variable.isPresent() ? variable.get().over() : Fact.named(expr.ident().name());
  }

  private Optional<Variable> variable(CelExpr expr) {
    if (expr.getKind() != ExprKind.Kind.IDENT) return Optional.empty();
    String name = expr.ident().name();
    return variables.stream().filter(variable -> variable.name().equals(name)).findFirst();
  }

  /// The parser puts a call at its parenthesis; the name stands before it.
  private void mistakeAtName(CelExpr expr, String name, String message) {
    int position = positions.getOrDefault(expr.id(), 0) - name.length();
    mistakes.putIfAbsent(Math.max(0, position), message);
  }

  private void mistake(CelExpr expr, String message) {
    mistakes.putIfAbsent(positions.getOrDefault(expr.id(), 0), message);
  }
}
