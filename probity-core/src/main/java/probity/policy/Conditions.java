package probity.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Facts;
import probity.yaml.Text;

/// Compiles conditions: CEL over the facts, with the standard macros and no other names.
final class Conditions {
  static final int CHARACTERS_MAX = 2000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(CHARACTERS_MAX)
          .maxParseRecursionDepth(ConditionCheck.DEPTH_MAX)
          .build();

  private final CelCompiler compiler;
  private final CelRuntime runtime;

  Conditions() {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    for (Fact fact : Fact.values()) builder.addVar(fact.word(), fact.type().cel());
    compiler = builder.build();
    runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();
  }

  /// The condition, or nothing after every mistake in it was noted at its place.
  Optional<Condition> compile(Text when, Facts.Phase phase, Vocabulary vocabulary) {
    // One mistake for each place: what our own check says there is clearer than the compiler.
    var mistakes = new TreeMap<Integer, String>();
    Optional<Checked> checked = check(when.value(), phase, vocabulary, mistakes);
    mistakes.forEach(when::mistakeAt);
    if (checked.isEmpty() || !mistakes.isEmpty()) return Optional.empty();
    try {
      var tree = checked.get().tree();
      var guards = Guard.of(tree.getExpr());
      var formula = FormulaReader.read(tree.getExpr());
      return Optional.of(
          new Condition(runtime.createProgram(tree), guards, checked.get().reads(), formula));
    } catch (CelEvaluationException e) {
      when.mistake("the condition cannot be planned");
      return Optional.empty();
    }
  }

  /// A tree whose types and words are right.
  private record Checked(CelAbstractSyntaxTree tree, Set<Fact> reads) {}

  private Optional<Checked> check(
      String when, Facts.Phase phase, Vocabulary vocabulary, SortedMap<Integer, String> mistakes) {
    CelValidationResult parsed = compiler.parse(when);
    Optional<CelAbstractSyntaxTree> tree = tree(parsed, mistakes);
    if (tree.isEmpty()) return Optional.empty();
    var check = new ConditionCheck(tree.get(), phase, vocabulary, mistakes);
    if (!check.check()) return Optional.empty();
    Optional<CelAbstractSyntaxTree> checked = tree(compiler.check(tree.get()), mistakes);
    checked.ifPresent(typed -> noteTypes(typed, mistakes));
    return checked.map(typed -> new Checked(typed, check.reads()));
  }

  /// A condition is a bool, and nothing in it has a type that only its evaluation would show.
  private static void noteTypes(CelAbstractSyntaxTree typed, SortedMap<Integer, String> mistakes) {
    var positions = typed.getSource().getPositionsMap();
    typed
        .getTypeMap()
        .forEach((id, type) -> {
          if (isOpen(type)) {
            mistakes.putIfAbsent(positions.getOrDefault(id, 0), "the items have mixed types");
          }
        });
    CelType result = typed.getResultType();
    if (mistakes.isEmpty() && !result.equals(SimpleType.BOOL)) {
      mistakes.put(0, "a condition is a bool, this one is of type " + result.name());
    }
  }

  private static boolean isOpen(CelType type) {
    return type.kind().isDyn() || type.parameters().stream().anyMatch(Conditions::isOpen);
  }

  private static Optional<CelAbstractSyntaxTree> tree(
      CelValidationResult result, SortedMap<Integer, String> mistakes) {
    if (!result.hasError()) {
      try {
        return Optional.of(result.getAst());
      } catch (CelValidationException e) {
        throw new IllegalStateException("no issues, and no tree either", e);
      }
    }
    for (CelIssue issue : result.getErrors()) {
      mistakes.putIfAbsent(offset(result.getSource(), issue), CelWords.plain(issue.getMessage()));
    }
    return Optional.empty();
  }

  private static int offset(CelSource source, CelIssue issue) {
    return source.getLocationOffset(issue.getSourceLocation()).orElse(0);
  }
}
