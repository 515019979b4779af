package probity.policy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import probity.exchange.Facts;

/// The rules of one phase in the order of their ids, and for each route those among them that can
/// hold there. A bundle for many routes so costs a request no more than one for its own.
final class RulesOfPhase {
  private final List<CompiledRule> all;
  private final Map<String, OfRoute> byRoute = new HashMap<>();

  /// @param words what each fact in [Guard#OF_ROUTE] is on the route
  private record OfRoute(Map<Fact, String> words, List<CompiledRule> rules) {
    boolean fits(Facts facts) {
      for (var word : words.entrySet()) {
        if (!word.getValue().equals(word.getKey().of(facts))) return false;
      }
      return true;
    }
  }

  RulesOfPhase(List<CompiledRule> rules, List<Route> routes) {
    all = rules.stream().sorted(Comparator.comparing(rule -> rule.rule().id())).toList();
    for (Route route : routes) {
      var possible = all.stream().filter(rule -> rule.mayHoldOn(route)).toList();
      byRoute.put(route.id(), new OfRoute(Guard.words(route), possible));
    }
  }

  int size() {
    return all.size();
  }

  List<CompiledRule> all() {
    return all;
  }

  /// The rules that may hold for these facts. Facts of another bundle's route, as a replay has
  /// them, get all.
  List<CompiledRule> of(Facts facts) {
    OfRoute route = byRoute.get(facts.route());
    return route != null && route.fits(facts) ? route.rules() : all;
  }
}
