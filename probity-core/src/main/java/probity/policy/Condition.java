package probity.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;

/// A checked `when`, ready to be evaluated by any thread.
final class Condition {
  /// Whether a condition holds for some facts.
  enum Outcome {
    HOLDS,
    DOES_NOT_HOLD,
    /// Cannot be evaluated: a name that a map lacks, a division by zero, an overflow.
    FAILED
  }

  private final Program program;

  Condition(Program program) {
    this.program = program;
  }

  Outcome evaluate(FactsInCel facts) {
    try {
      return Boolean.TRUE.equals(program.eval(facts)) ? Outcome.HOLDS : Outcome.DOES_NOT_HOLD;
    } catch (CelEvaluationException | RuntimeException e) {
      // What the evaluator throws counts against the request, whatever it is; the decision names
      // the rule, and the facts are on the entry for whoever wants to see why.
      return Outcome.FAILED;
    }
  }
}
