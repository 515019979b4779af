package probity.policy;

import java.util.TreeMap;
import probity.exchange.Facts;

/// Makes the facts of a test whole, so that all rules of a bundle can be asked about them.
final class FactsOnRoute {
  private FactsOnRoute() {}

  /// Facts as they are on a route: with all that follows from the route, and counters at 0 where
  /// the facts do not say how they stand.
  static Facts of(Declarations declared, Route route, Facts facts) {
    var counters = new TreeMap<String, Long>();
    declared.counters().forEach(counter -> counters.put(counter.id(), 0L));
    counters.putAll(facts.counters());
    boolean read = route.wire().isPresent();
    return new Facts(
        facts.phase(),
        facts.time(),
        or(facts.purpose(), "test"),
        facts.caller(),
        facts.credential(),
        facts.roles(),
        facts.groups(),
        route.id(),
        route.system(),
        route.use(),
        route.assessment(),
        route.riskClass(),
        route.provider(),
        route.region(),
        facts.model(),
        route.format(),
        or(facts.method(), route.methods().getFirst()),
        facts.stream(),
        or(facts.body(), read ? "read" : "opaque"),
        facts.fault(),
        facts.bodyBytes(),
        facts.messages(),
        facts.maxTokens(),
        facts.status(),
        facts.labels(),
        facts.uninspected(),
        facts.tools(),
        facts.toolsUnknown(),
        facts.tool(),
        facts.probes(),
        facts.sources(),
        facts.unattributed(),
        facts.sourcesUnconfirmed(),
        facts.person(),
        counters,
        facts.draw(),
        facts.granted(),
        facts.tags());
  }

  private static String or(String word, String otherwise) {
    return word.isEmpty() ? otherwise : word;
  }
}
