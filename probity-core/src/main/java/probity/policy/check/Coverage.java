package probity.policy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Decision;
import probity.policy.Effect;
import probity.policy.Route;
import probity.policy.Rule;
import probity.policy.RuleTest;
import probity.policy.Verdict;
import probity.policy.logic.Surroundings;

/// What the tests beside the rules show: of each test its result and what the bundle as a whole
/// decides on its facts, and of each rule how often which was seen.
///
/// @param tests in the order of the bundle
/// @param rules in the order of the bundle
public record Coverage(List<Tested> tests, List<OfRule> rules) {
  public Coverage {
    tests = List.copyOf(tests);
    rules = List.copyOf(rules);
  }

  /// A test that ran.
  ///
  /// @param facts those given, with what follows from the route; where the test names none, of the
  ///   first route on which the rule can hold
  /// @param whole what the bundle decides on `facts`; empty where the rule can hold on no route
  public record Tested(RuleTest.Result result, Facts facts, Optional<Decision> whole) {
    public boolean refused() {
      return whole.map(decision -> decision.verdict() instanceof Verdict.Refuse).orElse(false);
    }

    /// The rule that refuses the test's facts; empty where none does.
    public String refusedBy() {
      return whole.map(Decision::verdict).orElse(new Verdict.Permit())
              instanceof Verdict.Refuse refusal
          ? refusal.rule()
          : "";
    }
  }

  /// @param fired tests in which the rule does what it says, `not` those in which it does not
  /// @param failed tests in which its condition could not be evaluated
  /// @param refused tests whose facts the bundle as a whole refuses
  /// @param decisive of the tests in which a permit rule fires, those that the bundle permits
  public record OfRule(Rule rule, int fired, int not, int failed, int refused, int decisive) {}

  public List<Tested> failures() {
    return tests.stream().filter(test -> !test.result().passed()).toList();
  }

  /// Runs all tests.
  public static Coverage of(Bundle bundle) {
    Map<String, Rule> rules =
        bundle.rules().stream().collect(Collectors.toMap(Rule::id, rule -> rule));
    var tests = new ArrayList<Tested>();
    for (RuleTest.Result result : bundle.test()) {
      Rule rule = rules.get(result.test().rule());
      if (rule == null) throw new IllegalStateException("a test of no rule");
      tests.add(tested(bundle, rule, result));
    }
    return new Coverage(
        tests,
        bundle.rules().stream()
            .map(rule ->
                ofRule(
                    rule,
                    tests.stream()
                        .filter(test -> test.result().test().rule().equals(rule.id()))
                        .toList()))
            .toList());
  }

  private static OfRule ofRule(Rule rule, List<Tested> tests) {
    int fired = 0;
    int failed = 0;
    int refused = 0;
    int decisive = 0;
    for (Tested test : tests) {
      boolean fires = test.result().got().equals(rule.then().word().text());
      if (fires) fired++;
      if (test.result().got().equals("failed")) failed++;
      if (test.refused()) refused++;
      if (fires && rule.then() instanceof Effect.Permit && !test.refused()) decisive++;
    }
    return new OfRule(rule, fired, tests.size() - fired - failed, failed, refused, decisive);
  }

  private static Tested tested(Bundle bundle, Rule rule, RuleTest.Result result) {
    Facts given = result.test().given();
    Optional<Route> route =
        given.route().isEmpty()
            ? Surroundings.routes(bundle, bundle.formula(rule.id()), rule.on()).stream().findFirst()
            : bundle.routes().stream().filter(one -> one.id().equals(given.route())).findFirst();
    return route
        .map(on -> bundle.on(on, given))
        .map(facts -> new Tested(result, facts, Optional.of(bundle.decide(facts))))
        .orElseGet(() -> new Tested(result, given, Optional.empty()));
  }
}
