package probity.prove;

import java.time.Duration;
import java.util.Map;

/// Finds values that make a formula true.
interface Solver {
  /// What there is to say about a formula.
  sealed interface Answer {
    /// @param integers, bools values that make it true; a variable that is not there may have any
    record Found(Map<String, Long> integers, Map<String, Boolean> bools) implements Answer {
      public Found {
        integers = Map.copyOf(integers);
        bools = Map.copyOf(bools);
      }
    }

    /// No values make it true.
    record None() implements Answer {}

    record Unknown(String why) implements Answer {}
  }

  /// @param bound the longest to look for an answer
  Answer solve(Formula formula, Map<String, Variables.Kind> variables, Duration bound);
}
