package probity.prove;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The syntax trees of conditions that the bundle's reader has checked.
final class Trees {
  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(CelOptions.current().build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .build();
  private final Map<String, CelExpr> known = new HashMap<>();

  CelExpr of(String condition) {
    return known.computeIfAbsent(condition, this::parsed);
  }

  private CelExpr parsed(String condition) {
    try {
      return compiler.parse(condition).getAst().getExpr();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a checked condition is not CEL: " + condition, e);
    }
  }

  /// The words and integers that a condition writes out.
  record Literals(SortedSet<String> words, SortedSet<Long> numbers) {
    Literals() {
      this(new TreeSet<>(), new TreeSet<>());
    }

    void add(CelExpr expr) {
      if (expr.getKind() == ExprKind.Kind.CONSTANT) {
        CelConstant constant = expr.constant();
        if (constant.getKind() == CelConstant.Kind.STRING_VALUE) words.add(constant.stringValue());
        if (constant.getKind() == CelConstant.Kind.INT64_VALUE) numbers.add(constant.int64Value());
      }
      parts(expr, this::add);
    }
  }

  private static void parts(CelExpr expr, Consumer<CelExpr> then) {
    switch (expr.getKind()) {
      case CALL -> {
        expr.call().target().ifPresent(then);
        expr.call().args().forEach(then);
      }
      case SELECT -> then.accept(expr.select().operand());
      case LIST -> expr.list().elements().forEach(then);
      case COMPREHENSION -> {
        then.accept(expr.comprehension().iterRange());
        then.accept(expr.comprehension().accuInit());
        then.accept(expr.comprehension().loopStep());
        then.accept(expr.comprehension().result());
      }
      case CONSTANT, IDENT, MAP, STRUCT, NOT_SET -> {}
    }
  }
}
