package probity.policy;

import java.util.List;

/// A rule with its condition ready to run and the tests that stand beside it.
record CompiledRule(Rule rule, Condition condition, List<RuleTest> tests) {
  CompiledRule {
    tests = List.copyOf(tests);
  }

  RuleTest.Result run(RuleTest test) {
    String got =
        switch (condition.evaluate(new FactsInCel(test.given()))) {
          case HOLDS -> rule.then().word();
          case DOES_NOT_HOLD -> RuleTest.NONE;
          case FAILED -> RuleTest.FAILED;
        };
    return new RuleTest.Result(test, got);
  }
}
