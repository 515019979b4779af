package probity.policy;

import java.util.List;
import probity.exchange.Facts;

/// A rule with its condition ready to run and the tests that stand beside it.
record CompiledRule(Rule rule, Condition condition, List<RuleTest> tests) {
  CompiledRule {
    tests = List.copyOf(tests);
  }

  /// Whether the guards of its condition let it hold on a route.
  boolean mayHoldOn(Route route) {
    return condition.guards().stream().allMatch(guard -> guard.admits(route));
  }

  /// Whether the rule does what it says: its condition holds and, where it limits, the counter is
  /// at the limit. A counter that is not there cannot be compared.
  Condition.Outcome outcome(Facts facts, FactsInCel variables) {
    var outcome = condition.evaluate(variables);
    if (outcome != Condition.Outcome.HOLDS || !(rule.then() instanceof Effect.Limit limit)) {
      return outcome;
    }
    Long count = facts.counters().get(limit.counter());
    if (count == null) return Condition.Outcome.FAILED;
    return count >= limit.max() ? Condition.Outcome.HOLDS : Condition.Outcome.DOES_NOT_HOLD;
  }

  /// @param whole what the bundle comes to, where the test says that
  RuleTest.Result run(RuleTest test, String whole) {
    String got =
        switch (outcome(test.given(), new FactsInCel(test.given()))) {
          case HOLDS -> rule.then().word().text();
          case DOES_NOT_HOLD -> RuleTest.NONE;
          case FAILED -> RuleTest.FAILED;
        };
    return new RuleTest.Result(test, got, whole);
  }
}
