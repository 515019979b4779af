package probity.policy.check;

import java.util.ArrayList;
import java.util.List;
import probity.policy.Bundle;
import probity.policy.Decision;
import probity.policy.Effect;
import probity.policy.Rule;
import probity.policy.Verdict;
import probity.policy.check.Coverage.OfRule;
import probity.policy.check.Coverage.Tested;
import probity.policy.check.Finding.Level;

/// Rules whose tests do not show what their author would want to see.
final class Untested {
  private final Bundle bundle;
  private final Places places;

  Untested(Bundle bundle, Places places) {
    this.bundle = bundle;
    this.places = places;
  }

  List<Finding> findings() {
    var coverage = Coverage.of(bundle);
    var findings = new ArrayList<Finding>();
    for (Tested test : coverage.failures()) {
      findings.add(
          new Finding(
              Level.FINDING,
              "failing-test",
              places.at("rules", test.result().test().rule(), test.result().what()),
              "a bundle whose tests fail does not start a server",
              "`./probity policy test` shows the given facts"));
    }
    for (OfRule rule : coverage.rules()) {
      boolean permit = rule.rule().then() instanceof Effect.Permit;
      if (permit && rule.fired() > 0 && rule.decisive() == 0) {
        findings.add(neverPermitted(rule.rule(), coverage));
      }
    }
    return findings;
  }

  /// A rule that a review or a limit stands above is meant to wait; one that is refused is not.
  private Finding neverPermitted(Rule rule, Coverage coverage) {
    var first =
        coverage.tests().stream()
            .filter(test -> test.result().test().rule().equals(rule.id()))
            .filter(test -> test.result().got().equals(rule.then().word().text()))
            .findFirst()
            .orElseThrow();
    boolean plain =
        first.whole().map(Decision::verdict).orElse(new Verdict.Permit())
                instanceof Verdict.Refuse refusal
            && refusal.kind() instanceof Verdict.Kind.Plain;
    return new Finding(
        plain ? Level.FINDING : Level.NOTE,
        "untested",
        places.at(
            "rules",
            rule.id(),
            "no test of rule `" + rule.id() + "` is permitted by the bundle as a whole"),
        "wherever it is shown to fire, another rule refuses; in the first test `"
            + first.refusedBy()
            + "`",
        "add a test with facts that shall get through");
  }
}
