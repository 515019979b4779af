package probity.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Effect;
import probity.policy.Route;

/// What a bundle that was in force then had, as far as the candidate differs from it. Made once for
/// each bundle of a ledger.
///
/// @param routes the candidate's route for each of the bundle's, by path; absent where it has none
/// @param newPaths whether the candidate has a route for requests that none fitted then
/// @param models, tools what the candidate declares on a route and the bundle did not, by the
///   candidate's route
/// @param asked the bundle's probes that ask what the candidate's ask, by phase and id
/// @param counted the bundle's counters that count what the candidate's count, by id
/// @param otherTags whether the tags of a request may be others under the candidate
record Then(
    Map<String, Optional<Route>> routes,
    boolean newPaths,
    Map<String, List<String>> models,
    Map<String, List<String>> tools,
    Set<String> asked,
    Set<String> counted,
    boolean otherTags) {

  static Then of(Bundle old, Bundle candidate) {
    var routes = new HashMap<String, Optional<Route>>();
    var models = new HashMap<String, List<String>>();
    var tools = new HashMap<String, List<String>>();
    for (Route route : old.routes()) {
      var now = candidate.route(route.path());
      routes.put(route.id(), now);
      now.ifPresent(next -> {
        models.put(next.id(), minus(next.models(), route.models()));
        tools.put(next.id(), minus(next.tools(), route.tools()));
      });
    }
    var paths = old.routes().stream().flatMap(Then::ways).collect(Collectors.toSet());
    boolean newPaths =
        candidate.routes().stream().flatMap(Then::ways).anyMatch(way -> !paths.contains(way));
    var asked = new HashSet<String>();
    for (Facts.Phase phase : Facts.Phase.values()) {
      var now = candidate.questions(phase);
      old.questions(phase)
          .forEach((id, question) -> {
            if (question.equals(now.get(id))) asked.add(phase + " " + id);
          });
    }
    return new Then(
        Map.copyOf(routes),
        newPaths,
        Map.copyOf(models),
        Map.copyOf(tools),
        Set.copyOf(asked),
        old.counters().stream()
            .filter(candidate.counters()::contains)
            .map(Counter::id)
            .collect(Collectors.toUnmodifiableSet()),
        !tagging(old).equals(tagging(candidate)));
  }

  private static Stream<String> ways(Route route) {
    return route.methods().stream().map(method -> method + " " + route.path());
  }

  private static List<String> minus(List<String> words, List<String> others) {
    var left = new TreeSet<>(words);
    left.removeAll(Set.copyOf(others));
    return List.copyOf(left);
  }

  /// The rules on requests that put tags, as far as it bears on which.
  private static Set<String> tagging(Bundle bundle) {
    return bundle.rules().stream()
        .filter(rule -> rule.on() == Facts.Phase.REQUEST)
        .filter(rule -> rule.then() instanceof Effect.Tag)
        .map(rule -> rule.when() + "\n" + rule.then())
        .collect(Collectors.toSet());
  }

  boolean asked(Facts.Phase phase, String probe) {
    return asked.contains(phase + " " + probe);
  }
}
