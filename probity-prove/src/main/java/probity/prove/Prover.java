package probity.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Fact;
import probity.policy.Invariant;
import probity.policy.Verdict;
import probity.prove.Formula.Always;
import probity.prove.Solver.Answer;

/// Shows for each invariant that no facts break it, route by route, or finds facts that do.
///
/// A counter-example counts only where the bundle itself, asked for its decision, permits it. So a
/// mistake in the translation can hide one, and the law in `ProverTest` looks for that, but it
/// cannot raise a false alarm.
final class Prover {
  private final Bundle bundle;
  private final Solver solver;
  private final LongSupplier nanos;
  private final Trees trees = new Trees();
  private final Trees.Literals literals = new Trees.Literals();
  private final Map<Facts.Phase, List<Ground>> grounds = new EnumMap<>(Facts.Phase.class);

  /// @param nanos a clock that only goes on
  Prover(Bundle bundle, Solver solver, LongSupplier nanos) {
    this.bundle = bundle;
    this.solver = solver;
    this.nanos = nanos;
    bundle.rules().forEach(rule -> literals.add(trees.of(rule.when())));
    bundle.invariants().forEach(invariant -> literals.add(trees.of(invariant.assume())));
  }

  /// What the rules of a phase decide, on each route.
  List<Ground> grounds(Facts.Phase phase) {
    return grounds.computeIfAbsent(
        phase,
        _ -> {
          var rules = bundle.rules().stream().filter(rule -> rule.on() == phase).toList();
          return bundle.routes().stream()
              .map(route ->
                  new Ground(new World(bundle, phase, route, literals.words()), trees, rules))
              .toList();
        });
  }

  /// @param bound the longest to look for an answer, over all routes together
  Proof prove(Invariant invariant, Duration bound) {
    long until = nanos.getAsLong() + bound.toNanos();
    var reasons = new LinkedHashSet<String>();
    int late = 0;
    for (Ground ground : grounds(invariant.on())) {
      String route = "route `" + ground.world().route().id() + "`: ";
      Formula broken = Formula.all(ground.truth(invariant.assume()).yes(), ground.permitted());
      Duration left = Duration.ofNanos(until - nanos.getAsLong());
      if (!left.isPositive()) {
        late++;
        continue;
      }
      switch (solve(ground, broken, left)) {
        case Answer.None() -> {}
        case Answer.Unknown(var why) -> reasons.add(route + why);
        case Answer.Found found -> {
          var facts = new Witness(ground.world(), ground.questions(), found).facts();
          if (breaks(invariant, facts)) return broken(invariant, ground.world(), facts);
          reasons.add(route + doubt(ground));
        }
      }
    }
    if (late > 0) {
      reasons.add(late + " routes were not looked at within " + bound.toSeconds() + " s");
    }
    return reasons.isEmpty()
        ? new Proof.Kept(invariant)
        : new Proof.NotShown(invariant, List.copyOf(reasons));
  }

  Answer solve(Ground ground, Formula formula, Duration bound) {
    Formula shorter = Units.shorter(formula);
    if (shorter == Always.FALSE) return new Answer.None();
    var variables = ground.world().variables().in(shorter);
    var bounds = ground.world().bounds(variables.keySet());
    return solver.solve(Formula.all(bounds, shorter), variables, bound);
  }

  private static String doubt(Ground ground) {
    var reasons = new ArrayList<>(ground.untranslated());
    if (!ground.questions().isEmpty()) {
      reasons.add("letters of words that the bundle does not declare");
    }
    return reasons.isEmpty()
        ? "the bundle refuses what the solver found; this is a mistake of `prove`"
        : "it may rest on what has no translation: " + String.join(", ", reasons);
  }

  private Proof broken(Invariant invariant, World world, Map<Fact, Json> facts) {
    var smaller = new Smaller(less -> breaks(invariant, less), world, literals.numbers());
    var given = smaller.given(smaller.facts(facts));
    var decision =
        read(invariant.on(), given)
            .map(bundle::decide)
            .orElseThrow(() -> new IllegalStateException("facts were lost on the way"));
    return new Proof.Broken(invariant, given, decision);
  }

  private boolean breaks(Invariant invariant, Map<Fact, Json> members) {
    return read(invariant.on(), members)
        .filter(invariant::assumes)
        .map(facts -> bundle.decide(facts).verdict() instanceof Verdict.Permit)
        .orElse(false);
  }

  /// Facts as a test of the bundle has them: members that are not given are neutral, and every
  /// probe of the phase has an answer.
  Optional<Facts> read(Facts.Phase phase, Map<Fact, Json> members) {
    var object = Json.object();
    members.forEach((fact, value) -> {
      if (fact != Fact.PHASE && fact != Fact.PROBES) object.put(fact.word(), value);
    });
    var probes = Json.object();
    var answers = members.get(Fact.PROBES) instanceof Json.Obj given ? given : probes.build();
    bundle
        .probes(phase, List.of(), _ -> "")
        .forEach((name, _) ->
            probes.put(name, answers.get(name).equals(Optional.of(new Json.Bool(true)))));
    return Facts.of(
        object.put(Fact.PHASE.word(), phase.word()).put("probes", probes.build()).build());
  }
}
