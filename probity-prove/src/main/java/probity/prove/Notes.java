package probity.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import probity.policy.Bundle;
import probity.policy.Condition;
import probity.policy.Effect;
import probity.policy.Rule;
import probity.policy.RuleOutcome;
import probity.prove.Solver.Answer;

/// What there is to note about rules that can never do anything, or always do: shown for all facts,
/// as an invariant is.
final class Notes {
  private static final Duration RULE_BOUND = Duration.ofSeconds(5);

  private final Bundle bundle;
  private final Prover prover;
  private final LongSupplier nanos;

  /// Ids of rules that some facts showed to hold, not to hold, and to permit.
  private final Set<String> holds = new HashSet<>();

  private final Set<String> holdsNot = new HashSet<>();
  private final Set<String> permits = new HashSet<>();

  /// @param nanos a clock that only goes on
  Notes(Bundle bundle, Prover prover, LongSupplier nanos) {
    this.bundle = bundle;
    this.prover = prover;
    this.nanos = nanos;
  }

  record Note(Rule rule, String says) {}

  /// @param unseen how many rules there was no time for
  record Noted(List<Note> notes, int unseen) {
    public Noted {
      notes = List.copyOf(notes);
    }
  }

  /// @param bound the longest to look, over all rules
  Noted note(Duration bound) {
    long until = nanos.getAsLong() + bound.toNanos();
    var notes = new ArrayList<Note>();
    var rules = bundle.rules();
    for (int i = 0; i < rules.size(); i++) {
      if (nanos.getAsLong() >= until) return new Noted(notes, rules.size() - i);
      Rule rule = rules.get(i);
      note(rule, until).forEach(says -> notes.add(new Note(rule, says)));
    }
    return new Noted(notes, 0);
  }

  private List<String> note(Rule rule, long until) {
    boolean permit = rule.then() instanceof Effect.Permit;
    Function<Ground, Formula> yes = ground -> ground.truth(rule.when()).yes();
    boolean seen = (permit ? permits : holds).contains(rule.id());
    if (!seen && never(rule, yes, until)) return List.of("its condition is never true");
    // Facts that make a condition true mostly permit as well, and are found sooner.
    if (permit
        && !permits.contains(rule.id())
        && never(rule, ground -> Formula.all(yes.apply(ground), ground.unrefused()), until)) {
      return List.of("it never decides: whatever it would permit, another rule refuses");
    }
    if (!rule.when().equals("true")
        && !holdsNot.contains(rule.id())
        && never(rule, ground -> ground.truth(rule.when()).no(), until)) {
      return List.of("its condition is never false");
    }
    return List.of();
  }

  /// Whether no facts on any route make it true. What is not known is taken for possible.
  private boolean never(Rule rule, Function<Ground, Formula> formula, long until) {
    for (Ground ground : prover.grounds(rule.on())) {
      Duration left = Duration.ofNanos(until - nanos.getAsLong());
      if (!left.isPositive()) return false;
      Duration bound = left.compareTo(RULE_BOUND) < 0 ? left : RULE_BOUND;
      switch (prover.solve(ground, formula.apply(ground), bound)) {
        case Answer.None() -> {}
        case Answer.Unknown(_) -> {
          return false;
        }
        case Answer.Found found -> {
          learn(rule, ground, found);
          return false;
        }
      }
    }
    return true;
  }

  /// What one set of facts shows of all rules spares asking for each.
  private void learn(Rule rule, Ground ground, Answer.Found found) {
    var members = new Witness(ground.world(), ground.questions(), found).facts();
    prover
        .read(rule.on(), members)
        .ifPresent(facts -> {
          for (RuleOutcome outcome : bundle.outcomes(facts)) {
            if (outcome.outcome() == Condition.Outcome.HOLDS) holds.add(outcome.rule().id());
            if (outcome.outcome() == Condition.Outcome.DOES_NOT_HOLD) {
              holdsNot.add(outcome.rule().id());
            }
          }
          permits.addAll(bundle.decide(facts).decided());
        });
  }
}
