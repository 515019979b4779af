package probity.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import probity.classify.OwnLabels;
import probity.exchange.Bytes;
import probity.exchange.Facts;
import probity.exchange.Place;
import probity.ledger.Hash;
import probity.wire.ArgumentTexts;
import probity.wire.mapped.PathTemplate;
import probity.yaml.Mistake;

/// A policy bundle: the documented requirements and, from the same files, the running control.
///
/// Immutable, and safe for any number of threads. The digest of its files names it in the ledger.
public final class Bundle {
  private final Declarations declared;
  private final List<Requirement> requirements;
  private final List<CompiledRule> rules;
  private final List<Canary> canaries;
  private final Optional<String> environment;
  private final List<Invariant> invariants;
  private final Bytes blob;
  private final Hash digest;
  private final Map<String, Route> routesByPath;

  /// Those with a model in their path; no two of them, nor one and another, take the same path.
  private final List<Route> routesByTemplate;

  private final Decider decider;

  Bundle(
      Declarations declared,
      List<Requirement> requirements,
      List<CompiledRule> rules,
      List<Canary> canaries,
      Optional<String> environment,
      List<Invariant> invariants,
      Bytes blob) {
    this.declared = declared;
    this.requirements = List.copyOf(requirements);
    this.rules = List.copyOf(rules);
    this.canaries = List.copyOf(canaries);
    this.environment = environment;
    this.invariants = List.copyOf(invariants);
    this.blob = blob;
    this.digest = Hash.of(blob.array());
    var byPath = new HashMap<String, Route>();
    var byTemplate = new ArrayList<Route>();
    for (Route route : declared.routes()) {
      if (route.path().contains(PathTemplate.MODEL)) byTemplate.add(route);
      else byPath.put(route.path(), route);
    }
    this.routesByPath = Map.copyOf(byPath);
    this.routesByTemplate = List.copyOf(byTemplate);
    this.decider = new Decider(rules, declared.routes());
  }

  /// Reads and checks the files of a bundle's folder, with at most one of its overlays: the one of
  /// the environment that the bundle is for ([BundleFile#forEnvironment]).
  ///
  /// @param knownLabels the labels that detectors of this program give; a bundle may declare no
  ///   others, since a rule on them would never fire
  public static BundleReading read(List<BundleFile> files, Set<String> knownLabels) {
    return new BundleReader(Optional.of(knownLabels)).read(files);
  }

  /// Reads a bundle back from its blob. Labels are those of the program that put it into force, so
  /// they are not compared with this one's.
  public static BundleReading fromBlob(Bytes blob) {
    return BundleReader.files(blob)
        .map(files -> new BundleReader(Optional.empty()).read(files))
        .orElseGet(() ->
            new BundleReading.Mistaken(
                List.of(
                    Mistake.ofFile(
                        "blob",
                        "canonical JSON `{\"files\":[{\"path\",\"text\"}]}` was expected"))));
  }

  public String name() {
    return declared.name();
  }

  public String version() {
    return declared.version();
  }

  /// The environment whose overlay applies; empty for the bundle as it is without any.
  public Optional<String> environment() {
    return environment;
  }

  /// SHA-256 of the blob.
  public Hash digest() {
    return digest;
  }

  /// The files as they were written, sorted by path.
  public List<BundleFile> files() {
    return BundleReader.files(blob)
        .orElseThrow(() -> new IllegalStateException("the blob of a bundle has its files"));
  }

  /// The files as canonical JSON, at most 4 MiB: `{"files":[{"path","text"},…]}`, sorted by path.
  public Bytes blob() {
    return blob;
  }

  /// How many characters of a streamed answer may be held back for one candidate.
  public int window() {
    return declared.window();
  }

  /// The longest that published traffic may wait for the witnesses' quorum before new exchanges are
  /// refused; empty where the bundle does not ask.
  public Optional<Duration> unwitnessedMax() {
    return declared.unwitnessedMax();
  }

  public SortedSet<String> labels() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(declared.labels()));
  }

  /// The labels that the bundle defines itself; they are among [#labels].
  public OwnLabels ownLabels() {
    return declared.own();
  }

  /// The regions whose telephone numbers are known without `+`, where a route says nothing else.
  public List<String> regions() {
    return declared.regions();
  }

  public SortedSet<String> roles() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(declared.roles()));
  }

  /// The groups that rules may name; empty where they may name any.
  public Optional<SortedSet<String>> groups() {
    return declared.groups().map(TreeSet::new).map(Collections::unmodifiableSortedSet);
  }

  /// The callers that rules may name; empty where they may name any.
  public Optional<SortedSet<String>> callers() {
    return declared.callers().map(TreeSet::new).map(Collections::unmodifiableSortedSet);
  }

  /// Days that the entries of each retention class are kept, by class.
  public SortedMap<String, Integer> retentionClasses() {
    return Collections.unmodifiableSortedMap(declared.retention());
  }

  public List<Route> routes() {
    return declared.routes();
  }

  /// The route that takes exactly this path.
  public Optional<Route> route(String path) {
    return Optional.ofNullable(routesByPath.get(path))
        .or(() -> routesByTemplate.stream().filter(route -> route.takes(path)).findFirst());
  }

  public List<Requirement> requirements() {
    return requirements;
  }

  /// All rules, in the order of the bundle: files by path, then as written.
  public List<Rule> rules() {
    return rules.stream().map(CompiledRule::rule).toList();
  }

  /// Synthetic requests that show controls to operate; 200 at most.
  public List<Canary> canaries() {
    return canaries;
  }

  /// The routes on which a rule of this bundle can hold, as far as its condition asks at the top
  /// for a route or for what follows from one.
  public List<Route> routesOf(Rule rule) {
    return rules.stream()
        .filter(compiled -> compiled.rule().equals(rule))
        .findFirst()
        .map(compiled -> declared.routes().stream().filter(compiled::mayHoldOn).toList())
        .orElse(List.of());
  }

  /// What must never happen, as written.
  public List<Invariant> invariants() {
    return invariants;
  }

  /// All the words that a fact can hold beside the empty one; nothing where it can hold any.
  public Optional<SortedSet<String>> words(Fact fact) {
    return declared.vocabulary().words(fact);
  }

  /// What the condition of a rule says.
  ///
  /// @throws IllegalArgumentException if the bundle has no such rule
  public Formula formula(String rule) {
    return compiled(rule).condition().formula();
  }

  /// The facts that the condition of a rule names, in their order on entries.
  public SortedSet<Fact> inputs(String rule) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(compiled(rule).condition().reads()));
  }

  /// Whether the condition of any rule, of whatever phase, names the fact.
  public boolean reads(Fact fact) {
    return rules.stream().anyMatch(rule -> rule.condition().reads().contains(fact));
  }

  private CompiledRule compiled(String rule) {
    return rules.stream()
        .filter(one -> one.rule().id().equals(rule))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rule `" + rule + "`"));
  }

  public List<Probe> probes() {
    return declared.probes();
  }

  public List<AiSystem> systems() {
    return declared.systems();
  }

  public List<IntendedUse> uses() {
    return declared.uses();
  }

  public SortedSet<String> tags() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(declared.tags()));
  }

  public List<Counter> counters() {
    return declared.counters();
  }

  /// Of ISO 4217; empty where nothing has a price.
  public String currency() {
    return declared.currency();
  }

  public List<Price> prices() {
    return declared.prices();
  }

  public List<Notice> notices() {
    return declared.notices();
  }

  public SortedSet<String> channels() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(declared.channels()));
  }

  public List<ReviewQueue> queues() {
    return declared.queues();
  }

  /// What each rule of the phase comes to for these facts, in the order of their ids.
  public List<RuleOutcome> outcomes(Facts facts) {
    return decider.outcomes(facts);
  }

  /// The decision on these facts. Pure, and total: every record of facts gets one.
  public Decision decide(Facts facts) {
    return decider.decide(facts);
  }

  /// What each probe of a phase asks, in words that differ where the question does.
  public SortedMap<String, String> questions(Facts.Phase phase) {
    var questions = new TreeMap<String, String>();
    for (Probe probe : declared.probes()) {
      if (probe.on() == phase) questions.put(probe.id(), probe.question());
    }
    return questions;
  }

  /// Asks the probes of a phase.
  ///
  /// @param text the decoded text of a place; called at most once for each place, and not for those
  ///   that no open question looks into
  /// @return every probe of the phase with its answer
  public SortedMap<String, Boolean> probes(
      Facts.Phase phase, List<Place> places, Function<Place, String> text) {
    SortedMap<String, Boolean> answers = declared.silentProbes(phase);
    if (answers.isEmpty()) return answers;
    var open = new ArrayList<>(declared.probes());
    open.removeIf(probe -> probe.on() != phase);
    for (Place place : places) {
      if (open.stream().noneMatch(probe -> probe.places().contains(place.kind()))) continue;
      String decoded = text.apply(place);
      open.removeIf(probe -> {
        boolean found = probe.places().contains(place.kind()) && probe.matches(decoded);
        if (found) answers.put(probe.id(), true);
        return found;
      });
    }
    return answers;
  }

  /// Asks the probes on tool calls of one with these arguments.
  ///
  /// @param written as the model, or the client, wrote them
  public SortedMap<String, Boolean> argumentProbes(List<String> written) {
    var texts = written.stream().flatMap(text -> ArgumentTexts.of(text).stream()).toList();
    var places = new ArrayList<Place>();
    for (int i = 0; i < texts.size(); i++) {
      places.add(new Place(Place.Kind.TOOL_ARGUMENTS, "", i, i));
    }
    return probes(Facts.Phase.TOOL, places, place -> texts.get(place.start()));
  }

  /// Facts as they are on a route: with all that follows from the route, and counters at 0 where
  /// the facts do not say how they stand.
  public Facts on(Route route, Facts facts) {
    return FactsOnRoute.of(declared, route, facts);
  }

  /// Runs every test that stands beside a rule, in the order of the bundle.
  public List<RuleTest.Result> test() {
    return rules.stream()
        .flatMap(rule -> rule.tests().stream().map(test -> rule.run(test, whole(test))))
        .toList();
  }

  /// What the bundle comes to on the facts of a test that says so.
  private String whole(RuleTest test) {
    if (test.whole().isEmpty()) return "";
    return declared.routes().stream()
        .filter(route -> route.id().equals(test.given().route()))
        .findFirst()
        .map(route -> decide(on(route, test.given())).verdict().word())
        .orElse("");
  }
}
