package probity.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Decision;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.Formula;
import probity.policy.ReviewQueue;
import probity.policy.Route;
import probity.policy.Rule;
import probity.policy.RuleTest;
import probity.policy.Verdict;
import probity.policy.logic.Case;
import probity.policy.logic.Cases;
import probity.policy.logic.Surroundings;

/// Tries both bundles on many scenarios, built from what their rules ask for, from the facts of
/// their tests, and from pairs of the words that they declare. What it finds is certain; that it
/// finds nothing proves nothing.
final class Exploration {
  /// Scenarios that are tried in one phase.
  private static final int TRIED_MAX = 12_000;

  /// Cases of one condition on one route that scenarios are built from.
  private static final int CASES_MAX = 12;

  private static final int SEEDS_MAX = 600;

  private final Bundle from;
  private final Bundle to;
  private final Map<String, Best> found = new LinkedHashMap<>();
  private int tried;

  private record Best(Example example, int size) {}

  Exploration(Bundle from, Bundle to) {
    this.from = from;
    this.to = to;
  }

  /// The examples found, one for each way in which decisions on a route differ, wider ones first.
  List<Example> examples() {
    for (Facts.Phase phase : Facts.Phase.values()) explore(phase);
    return found.values().stream()
        .map(Best::example)
        .sorted(
            Comparator.comparing(Example::direction)
                .thenComparing(Example::phase)
                .thenComparing(Example::route)
                .thenComparing(Example::sentence))
        .toList();
  }

  /// How many scenarios were tried.
  int tried() {
    return tried;
  }

  private void explore(Facts.Phase phase) {
    var seeds = seeds(phase);
    var seen = new LinkedHashSet<Scenario>();
    for (Scenario seed : seeds) {
      if (seen.size() >= TRIED_MAX) break;
      seen.add(seed);
    }
    // What permits, changed in one word, then in two, then as each other rule asks for.
    for (Function<Scenario, Stream<Scenario>> vary :
        List.<Function<Scenario, Stream<Scenario>>>of(
            this::granted, this::withRole, this::withModel, this::withTool, this::withLabel)) {
      for (Scenario seed : List.copyOf(seen)) {
        if (seen.size() >= TRIED_MAX) break;
        if (seed.phase() == phase) vary.apply(seed).forEach(seen::add);
      }
      if (seen.size() >= TRIED_MAX / 2) break;
    }
    var cases = cases(phase);
    for (Scenario seed : seeds) {
      for (Case one : cases) {
        if (seen.size() >= TRIED_MAX) break;
        String route = seed.text(Fact.ROUTE);
        if (one.words(Fact.ROUTE).map(words -> words.contains(route)).orElse(true)) {
          seen.add(seed.meeting(one));
        }
      }
    }
    seen.stream().limit(TRIED_MAX).forEach(this::attempt);
  }

  private void attempt(Scenario scenario) {
    Optional<Facts> before = scenario.facts(from);
    Optional<Facts> after = scenario.facts(to);
    tried++;
    if (before.isEmpty() && after.isEmpty()) return;
    Decision was = before.map(from::decide).orElse(NO_ROUTE);
    Decision is = after.map(to::decide).orElse(NO_ROUTE);
    Facts facts = after.or(() -> before).orElseThrow();
    Direction direction = Example.between(was, is, facts);
    if (direction == Direction.SAME) return;
    String first = Example.words(was, facts);
    String second = Example.words(is, facts);
    String key =
        String.join(
            "\n",
            scenario.phase().word(),
            direction.name(),
            facts.route(),
            Example.key(was, is, facts));
    var models = ofRoute(scenario, Route::models).toList();
    int size = scenario.size(models);
    var best = found.get(key);
    if (best != null && best.size() <= size) return;
    found.put(
        key,
        new Best(
            new Example(
                direction,
                scenario.phase(),
                scenario.words(models),
                first,
                second,
                facts.roles(),
                facts.route(),
                facts.system(),
                facts.use()),
            size));
  }

  private static final Decision NO_ROUTE =
      new Decision(
          new Verdict.Refuse("probity/unknown-route", "no such route"),
          List.of(),
          0,
          List.of(),
          List.of("probity/unknown-route"),
          List.of());

  /// What each rule asks for on each route, and what tests give; permissions first.
  private Set<Scenario> seeds(Facts.Phase phase) {
    var seeds = new LinkedHashSet<Scenario>();
    for (Bundle bundle : List.of(from, to)) {
      for (Route route : bundle.routes()) {
        for (Rule rule : permitsFirst(bundle, phase)) {
          for (Case one : casesOn(bundle, route, rule)) {
            seeds.add(Scenario.on(phase, route.id()).meeting(one));
          }
        }
        seeds.add(Scenario.on(phase, route.id()));
      }
      for (RuleTest.Result result : bundle.test()) {
        Facts given = result.test().given();
        if (given.phase() != phase) continue;
        if (!given.route().isEmpty()) {
          seeds.add(Scenario.of(given, given.route()));
        } else {
          bundle.routes().forEach(route -> seeds.add(Scenario.of(given, route.id())));
        }
      }
    }
    var few = new LinkedHashSet<Scenario>();
    seeds.stream().limit(SEEDS_MAX).forEach(few::add);
    return few;
  }

  private static List<Rule> permitsFirst(Bundle bundle, Facts.Phase phase) {
    return bundle.rules().stream()
        .filter(rule -> rule.on() == phase)
        .sorted(Comparator.comparingInt(rule -> rule.then() instanceof Effect.Permit ? 0 : 1))
        .toList();
  }

  private static List<Case> casesOn(Bundle bundle, Route route, Rule rule) {
    var there =
        Formula.all(List.of(Surroundings.of(bundle, route, rule.on()), bundle.formula(rule.id())));
    return possible(there);
  }

  private static List<Case> possible(Formula formula) {
    return Cases.of(formula).orElse(List.of()).stream()
        .filter(one -> !one.isImpossible())
        .limit(CASES_MAX)
        .toList();
  }

  /// What the rules of both ask for by themselves, and what a limit needs to be reached.
  private List<Case> cases(Facts.Phase phase) {
    var cases = new ArrayList<Case>();
    var texts = new TreeSet<String>();
    for (Bundle bundle : List.of(from, to)) {
      for (Rule rule : bundle.rules()) {
        if (rule.on() != phase) continue;
        var formula = bundle.formula(rule.id());
        if (rule.then() instanceof Effect.Limit(var counter, var max)) {
          var reached =
              new Formula.AtLeast(new Formula.Term(Fact.COUNTERS, counter, false), max, true);
          formula = Formula.all(List.of(formula, reached));
        }
        if (texts.add(formula.text())) cases.addAll(possible(formula));
        if (texts.add(formula.not().text())) cases.addAll(possible(formula.not()));
      }
    }
    return cases;
  }

  private Stream<Scenario> granted(Scenario one) {
    var queues = union(bundle -> bundle.queues().stream().map(ReviewQueue::id).toList());
    return queues.isEmpty()
        ? Stream.empty()
        : Stream.of(one.with(Fact.GRANTED, Json.of(List.copyOf(queues))));
  }

  private Stream<Scenario> withRole(Scenario one) {
    var roles = union(Bundle::roles);
    return Stream.concat(
        Stream.of(one.with(Fact.ROLES, Json.of(List.<String>of()))),
        roles.stream().map(role -> one.with(Fact.ROLES, Json.of(List.of(role)))));
  }

  private Stream<Scenario> withModel(Scenario one) {
    return ofRoute(one, Route::models).map(model -> one.with(Fact.MODEL, Json.of(model)));
  }

  private Stream<Scenario> withTool(Scenario one) {
    if (one.phase() != Facts.Phase.TOOL) return Stream.empty();
    return ofRoute(one, Route::tools).map(tool -> one.with(Fact.TOOL, Json.of(tool)));
  }

  private Stream<Scenario> withLabel(Scenario one) {
    return union(Bundle::labels).stream()
        .map(label -> one.with(Fact.LABELS, Json.object().put(label, 100L).build()));
  }

  private Stream<String> ofRoute(Scenario one, Function<Route, List<String>> words) {
    return Stream.of(from, to)
        .flatMap(bundle -> bundle.routes().stream())
        .filter(route -> route.id().equals(one.text(Fact.ROUTE)))
        .flatMap(route -> words.apply(route).stream())
        .distinct();
  }

  private Set<String> union(Function<Bundle, Collection<String>> words) {
    var all = new TreeSet<>(words.apply(from));
    all.addAll(words.apply(to));
    return all;
  }
}
