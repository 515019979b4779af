package probity.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.List;
import java.util.Set;

/// A checked `when`, ready to be evaluated by any thread.
public final class Condition {
  /// Whether a condition holds for some facts.
  public enum Outcome {
    HOLDS,
    DOES_NOT_HOLD,
    /// Cannot be evaluated: a name that a map lacks, a division by zero, an overflow.
    FAILED
  }

  private final Program program;
  private final List<Guard> guards;
  private final Set<Fact> reads;
  private final Formula formula;

  /// @param reads the facts that it names
  Condition(Program program, List<Guard> guards, Set<Fact> reads, Formula formula) {
    this.program = program;
    this.guards = List.copyOf(guards);
    this.reads = Set.copyOf(reads);
    this.formula = formula;
  }

  /// What must be so for the condition to hold, whatever else it says.
  List<Guard> guards() {
    return guards;
  }

  /// The facts that it names.
  Set<Fact> reads() {
    return reads;
  }

  /// What it says, to be compared with others.
  Formula formula() {
    return formula;
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
