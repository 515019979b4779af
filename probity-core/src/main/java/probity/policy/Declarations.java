package probity.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.classify.Labels;
import probity.classify.OwnLabels;
import probity.exchange.BodyFault;
import probity.exchange.Credential;
import probity.exchange.Facts;
import probity.exchange.Purpose;

/// What `bundle.yaml` declares: the words that rules may use, and the ways through the gateway.
///
/// @param callers, groups empty where any are allowed
/// @param labels those that the bundle defines itself among them
/// @param own those that the bundle defines itself
/// @param regions whose telephone numbers are known without `+`, where a route says nothing else
/// @param currency of all prices; empty where there are none
record Declarations(
    String name,
    String version,
    int window,
    Optional<Duration> unwitnessedMax,
    Set<String> labels,
    OwnLabels own,
    List<String> regions,
    Set<String> tags,
    Set<String> roles,
    Optional<Set<String>> groups,
    Optional<Set<String>> callers,
    SortedMap<String, Integer> retention,
    String currency,
    List<Price> prices,
    List<Counter> counters,
    List<Notice> notices,
    Set<String> channels,
    List<ReviewQueue> queues,
    List<AiSystem> systems,
    List<IntendedUse> uses,
    List<Probe> probes,
    List<Route> routes) {

  /// The words that facts can hold under this bundle in a phase: what models give is found in
  /// requests alone.
  Vocabulary vocabulary(Facts.Phase phase) {
    if (phase == Facts.Phase.REQUEST) return vocabulary();
    var found = new TreeSet<>(labels);
    found.removeIf(Labels::isOfModel);
    return vocabulary().with(Fact.LABELS, found);
  }

  /// The words that facts can hold under this bundle.
  Vocabulary vocabulary() {
    var probeIds = probes.stream().map(Probe::id).toList();
    var vocabulary =
        groups.map(words -> Vocabulary.OPEN.with(Fact.GROUPS, words)).orElse(Vocabulary.OPEN);
    if (callers.isPresent()) vocabulary = vocabulary.with(Fact.CALLER, callers.get());
    return vocabulary
        .with(Fact.CREDENTIAL, Credential.WORDS)
        .with(Fact.COUNTERS, counters.stream().map(Counter::id).toList())
        .with(Fact.GRANTED, queues.stream().map(ReviewQueue::id).toList())
        .with(Fact.TAGS, tags)
        .with(Fact.PHASE, Arrays.stream(Facts.Phase.values()).map(Facts.Phase::word).toList())
        .with(Fact.PURPOSE, Arrays.stream(Purpose.values()).map(Purpose::word).toList())
        .with(Fact.BODY, List.of("read", "opaque", "unreadable", "none"))
        .with(Fact.FAULT, Arrays.stream(BodyFault.values()).map(BodyFault::word).toList())
        .with(Fact.FORMAT, formats())
        .with(Fact.METHOD, RouteReader.METHODS)
        .with(Fact.ROLES, roles)
        .with(Fact.LABELS, labels)
        .with(Fact.PROBES, probeIds)
        .with(Fact.ROUTE, routeWords(route -> Stream.of(route.id())))
        .with(Fact.SYSTEM, routeWords(route -> Stream.of(route.system())))
        .with(Fact.USE, routeWords(route -> Stream.of(route.use())))
        .with(Fact.ASSESSMENT, routeWords(route -> Stream.of(route.assessment())))
        .with(Fact.RISK_CLASS, routeWords(route -> Stream.of(route.riskClass())))
        .with(Fact.PROVIDER, routeWords(route -> Stream.of(route.provider())))
        .with(Fact.REGION, routeWords(route -> Stream.of(route.region())))
        .with(Fact.MODEL, routeWords(route -> route.models().stream()))
        .with(Fact.TOOLS, routeWords(route -> route.tools().stream()))
        .with(Fact.TOOL, routeWords(route -> route.tools().stream()));
  }

  private Set<String> formats() {
    var formats = routeWords(route -> Stream.of(route.format()));
    formats.addAll(RouteReader.formats(List.of()));
    return formats;
  }

  private Set<String> routeWords(java.util.function.Function<Route, Stream<String>> words) {
    return routes.stream().flatMap(words).collect(Collectors.toCollection(TreeSet::new));
  }

  /// The probes of a phase, each with the answer of a text in which it finds nothing.
  SortedMap<String, Boolean> silentProbes(Facts.Phase phase) {
    var silent = new TreeMap<String, Boolean>();
    for (Probe probe : probes) if (probe.on() == phase) silent.put(probe.id(), false);
    return silent;
  }
}
