package probity.policy.render;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Optional;
import probity.policy.render.Said.Statement;

/// A fact compared with something written out: `route == 'chat'`, `80 <= status`.
///
/// @param operator as if the fact stood on the left
record Comparison(CelExpr fact, String operator, CelExpr constant) {
  static Optional<Comparison> of(CelCall call) {
    if (call.args().size() != 2 || !call.function().matches("_(==|!=|<=|>=|<|>)_")) {
      return Optional.empty();
    }
    CelExpr left = call.args().get(0);
    CelExpr right = call.args().get(1);
    String operator = call.function().replace("_", "");
    if (right.getKind() == Kind.CONSTANT) {
      return Optional.of(new Comparison(left, operator, right));
    }
    return left.getKind() == Kind.CONSTANT
        ? Optional.of(new Comparison(right, turned(operator), left))
        : Optional.empty();
  }

  /// With both sides swapped.
  private static String turned(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }

  private static String denied(String operator) {
    return switch (operator) {
      case "==" -> "!=";
      case "!=" -> "==";
      case "<" -> ">=";
      case "<=" -> ">";
      case ">" -> "<=";
      default -> "<";
    };
  }

  Optional<Said> say(boolean yes) {
    String said = yes ? operator : denied(operator);
    Optional<String> text = ConditionInWords.text(constant);
    if (text.isPresent()) return withText(said, text.get());
    Optional<String> phrase =
        ConditionInWords.name(fact).map(FactInWords.NUMBERS::get).or(this::sizePhrase);
    return phrase.flatMap(
        found -> number(said).map(words -> new Statement(Words.plain(found + " is " + words))));
  }

  private Optional<Said> withText(String said, String text) {
    if (!said.equals("==") && !said.equals("!=")) return Optional.empty();
    boolean is = said.equals("==");
    Optional<String> name = ConditionInWords.name(fact);
    boolean undeclared =
        text.isEmpty() && (name.equals(Optional.of("model")) || name.equals(Optional.of("tool")));
    if (undeclared) {
      return Optional.of(
          new Statement(
              Words.plain(
                  FactInWords.TEXTS.get(name.orElseThrow())
                      + (is
                          ? " is none that the route declares"
                          : " is one that the route declares"))));
    }
    return name.map(FactInWords.TEXTS::get)
        .map(phrase -> ConditionInWords.about(phrase + (is ? " is %" : " is not %"), text));
  }

  /// “at least 80”; nothing when the constant is no whole number.
  Optional<String> number(String operator) {
    if (constant.getKind() != Kind.CONSTANT
        || constant.constant().getKind() != CelConstant.Kind.INT64_VALUE) {
      return Optional.empty();
    }
    String number = Long.toString(constant.constant().int64Value());
    return Optional.of(
        switch (operator) {
          case "==" -> number;
          case "!=" -> "not " + number;
          case "<" -> "less than " + number;
          case "<=" -> "at most " + number;
          case ">" -> "more than " + number;
          default -> "at least " + number;
        });
  }

  private Optional<String> sizePhrase() {
    if (fact.getKind() != Kind.CALL || !fact.call().function().equals("size")) {
      return Optional.empty();
    }
    CelCall size = fact.call();
    return size.target()
        .or(() -> size.args().stream().findFirst())
        .flatMap(ConditionInWords::name)
        .map(FactInWords.SIZES::get);
  }
}
