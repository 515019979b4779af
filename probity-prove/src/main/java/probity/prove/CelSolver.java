package probity.prove;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.verifier.CelVerificationException;
import dev.cel.verifier.CelVerificationResult;
import dev.cel.verifier.CelVerifierFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CEL's own verifier, which hands the formula to the solver Z3.
final class CelSolver implements Solver {
  private static final int CHARACTERS_MAX = 4_000_000;
  private static final int DEPTH_MAX = 4000;
  private static final long STACK_BYTES = 128L << 20;
  private static final Pattern VALUE =
      Pattern.compile("\\n {2}([a-z][a-z0-9_]*) = (true|false|\\d+)");

  @Override
  public Answer solve(Formula formula, Map<String, Variables.Kind> variables, Duration bound) {
    String cel = formula.cel();
    if (cel.length() > CHARACTERS_MAX) {
      return new Answer.Unknown("the rules come to a formula that is too long");
    }
    var answer = new CompletableFuture<Answer>();
    // Trees are as deep as conditions and what they are made into; the stack is ours to choose.
    Thread.ofPlatform()
        .name("prove")
        .daemon()
        .stackSize(STACK_BYTES)
        .start(() -> {
          try {
            answer.complete(verified(cel, variables, bound));
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(2 * bound.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return late(bound);
    } catch (ExecutionException e) {
      throw new IllegalStateException("CEL's verifier failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unknown("interrupted");
    }
  }

  private static Answer late(Duration bound) {
    return new Answer.Unknown("no answer within " + Math.max(1, bound.toSeconds()) + " s");
  }

  private static Answer verified(
      String cel, Map<String, Variables.Kind> variables, Duration bound) {
    Cel environment = environment(variables);
    // The verifier asks its solver twice where there is nothing to be found.
    var verifier =
        CelVerifierFactory.newVerifier(environment)
            .setTimeout(bound.dividedBy(2).plusMillis(1))
            .build();
    try {
      CelVerificationResult result = verifier.isSatisfiable(environment.compile(cel).getAst());
      return switch (result.status()) {
        case VERIFIED -> found(result.message());
        case VIOLATED -> new Answer.None();
        case INCONCLUSIVE -> new Answer.Unknown(result.message().lines().findFirst().orElse(""));
      };
    } catch (CelVerificationException e) {
      return late(bound);
    } catch (CelValidationException e) {
      throw new IllegalStateException("the formula is not CEL", e);
    }
  }

  private static Cel environment(Map<String, Variables.Kind> variables) {
    var options =
        CelOptions.current()
            .maxExpressionCodePointSize(CHARACTERS_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .build();
    var builder = CelFactory.plannerCelBuilder().setOptions(options);
    variables.forEach((name, kind) ->
        builder.addVar(
            name,
            switch (kind) {
              case INT -> SimpleType.INT;
              case BOOL -> SimpleType.BOOL;
            }));
    return builder.build();
  }

  /// The verifier gives the values that it found as text, a line for each variable.
  private static Answer found(String message) {
    var integers = new HashMap<String, Long>();
    var bools = new HashMap<String, Boolean>();
    Matcher value = VALUE.matcher(message);
    while (value.find()) {
      String name = value.group(1);
      String text = value.group(2);
      if (Character.isDigit(text.charAt(0))) integers.put(name, Long.parseLong(text));
      else bools.put(name, Boolean.parseBoolean(text));
    }
    return new Answer.Found(integers, bools);
  }
}
