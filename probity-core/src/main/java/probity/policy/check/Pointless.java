package probity.policy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.policy.Bundle;
import probity.policy.Effect;
import probity.policy.Formula;
import probity.policy.Rule;
import probity.policy.check.Finding.Level;
import probity.policy.logic.Cases;
import probity.policy.logic.Surroundings;

/// Rules that can do nothing, since they never hold or since another one always outranks them.
final class Pointless {
  private final Bundle bundle;
  private final Places places;
  private final List<Finding> findings = new ArrayList<>();

  Pointless(Bundle bundle, Places places) {
    this.bundle = bundle;
    this.places = places;
  }

  List<Finding> findings() {
    for (Rule rule : bundle.rules()) {
      var formula = bundle.formula(rule.id());
      if (Cases.neverHolds(formula)) {
        add(
            rule,
            "contradictory",
            "rule `" + rule.id() + "` can never hold",
            "its condition asks for what cannot be at once: `" + rule.when() + "`",
            "correct the condition, or take the rule out");
      } else if (Surroundings.routes(bundle, formula, rule.on()).isEmpty()) {
        nowhere(rule);
      } else if (rule.then() instanceof Effect.Permit) {
        shadow(rule);
      }
    }
    redundant();
    return findings;
  }

  /// A refusal that holds nowhere yet may be a safeguard; a permission cannot.
  private void nowhere(Rule rule) {
    boolean guards = rule.then() instanceof Effect.Refuse;
    findings.add(
        new Finding(
            guards ? Level.NOTE : Level.FINDING,
            guards ? "idle" : "contradictory",
            places.at("rules", rule.id(), "rule `" + rule.id() + "` can hold on no route"),
            "no route of the bundle has all that its condition asks for in phase `"
                + rule.on().word()
                + "`",
            guards
                ? "nothing, if it guards against routes to come; else compare it with the routes"
                : "compare it with the routes' models, tools, formats and uses"));
  }

  /// A permit rule whose facts another rule always refuses.
  private void shadow(Rule permit) {
    Optional<Rule> above =
        bundle.rules().stream()
            .filter(rule -> rule.on() == permit.on() && rule.then() instanceof Effect.Refuse)
            .filter(refuse -> wherever(permit, refuse))
            .findFirst();
    if (above.isEmpty()) return;
    Rule refuse = above.get();
    boolean same = bundle.formula(permit.id()).text().equals(bundle.formula(refuse.id()).text());
    add(
        permit,
        same ? "contradictory" : "shadowed",
        same
            ? "rule `" + permit.id() + "` permits exactly what `" + refuse.id() + "` refuses"
            : "rule `" + permit.id() + "` permits only what `" + refuse.id() + "` refuses",
        "a refusal outranks every permission, so it never decides; `"
            + refuse.id()
            + "` stands at "
            + refuse.file()
            + ":"
            + refuse.line(),
        "narrow the refusal, or take the permission out");
  }

  /// Whether `other` holds wherever `rule` does, on each route on which that can be.
  private boolean wherever(Rule rule, Rule other) {
    var formula = bundle.formula(rule.id());
    return bundle.routes().stream()
        .map(route -> Formula.all(List.of(Surroundings.of(bundle, route, rule.on()), formula)))
        .allMatch(there -> Cases.holdsWherever(there, bundle.formula(other.id())));
  }

  /// Two rules that do the same, of which one holds wherever the other does.
  private void redundant() {
    var rules = bundle.rules();
    for (Rule rule : rules) {
      for (Rule other : rules) {
        boolean same =
            !rule.id().equals(other.id())
                && rule.on() == other.on()
                && rule.then().equals(other.then())
                && !Surroundings.routes(bundle, bundle.formula(rule.id()), rule.on()).isEmpty()
                && Cases.follows(bundle.formula(rule.id()), bundle.formula(other.id()));
        boolean equal = bundle.formula(rule.id()).text().equals(bundle.formula(other.id()).text());
        // Of two that say the same, the later one is told.
        if (!same || (equal && rule.id().compareTo(other.id()) < 0)) continue;
        findings.add(
            new Finding(
                Level.NOTE,
                "redundant",
                places.at(
                    "rules",
                    rule.id(),
                    "rule `" + rule.id() + "` does what `" + other.id() + "` does already"),
                "`" + other.id() + "` holds wherever it does, and has the same effect",
                "nothing, if each stands for a requirement of its own; else merge them"));
        break;
      }
    }
  }

  private void add(Rule rule, String kind, String what, String why, String todo) {
    findings.add(new Finding(Level.FINDING, kind, places.at("rules", rule.id(), what), why, todo));
  }
}
