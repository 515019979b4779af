package probity.policy.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import probity.classify.Labels;
import probity.classify.Scoring;
import probity.exchange.Bytes;
import probity.exchange.Caller;
import probity.exchange.Coverage;
import probity.exchange.Credential;
import probity.exchange.Facts;
import probity.exchange.Finding;
import probity.exchange.Prompt;
import probity.exchange.Purpose;
import probity.policy.Bundle;
import probity.policy.BundleDetectors;
import probity.policy.Canary;
import probity.policy.Decision;
import probity.policy.Obligation;
import probity.policy.RequestFacts;
import probity.policy.Route;
import probity.policy.Verdict;
import probity.source.Origins;
import probity.wire.Answer;
import probity.wire.Format;
import probity.wire.RequestHead;
import probity.wire.Texts;

/// Whether a bundle's canaries would be met, found out before it is in force: read, classified and
/// decided as the gateway does it, at no time, with nothing sent and nothing recorded. What is
/// decided by chance or by the clock may come out otherwise at the gateway, and so may what rests
/// on a document that the gateway knows. It blocks where models are asked.
public final class Rehearsal {
  private final Bundle bundle;
  private final BundleDetectors detectors;
  private final Scoring scoring;

  /// Labels of which nobody here can say whether they would be found.
  private final SortedSet<String> unknown;

  /// @param scoring the models that are at hand; a canary whose rule asks for a label of another
  ///   one, or of a classifier, is left to the gateway
  public Rehearsal(Bundle bundle, Scoring scoring) {
    this.bundle = bundle;
    this.scoring = scoring.asking(bundle.labels());
    detectors = BundleDetectors.of(bundle);
    unknown = new TreeSet<>(bundle.labels());
    unknown.removeIf(label -> !Labels.isOfModel(label));
    unknown.removeAll(scoring.labels());
  }

  /// What each canary that would be missed comes to, a sentence each with its place in the bundle.
  public List<String> missed() {
    return bundle.canaries().stream()
        .filter(canary -> !isLeft(canary))
        .flatMap(canary ->
            missed(canary).stream()
                .map(why ->
                    canary.file()
                        + ":"
                        + canary.line()
                        + ": canary `"
                        + canary.id()
                        + "` would be missed: "
                        + why))
        .toList();
  }

  /// Whether its rule asks for a label that nobody here gives.
  private boolean isLeft(Canary canary) {
    return bundle.rules().stream()
        .filter(rule -> rule.id().equals(canary.expected().rule()))
        .anyMatch(rule -> unknown.stream().anyMatch(rule.when()::contains));
  }

  /// What one would come to instead of what it expects.
  public Optional<String> missed(Canary canary) {
    var route = bundle.routes().stream().filter(one -> one.id().equals(canary.route())).findFirst();
    var prompt = prompt(canary, route);
    var request = request(canary, route, prompt);
    var expected = canary.expected();
    if (expected.on() == Facts.Phase.REQUEST) {
      return otherwise(expected, List.of(bundle.decide(request)));
    }
    var decision = bundle.decide(request);
    if (decision.verdict() instanceof Verdict.Refuse refuse) {
      return Optional.of("the request is refused already, by rule `" + refuse.rule() + "`");
    }
    return answer(canary, route, prompt) instanceof Answer.Read read
        ? otherwise(expected, answered(expected.on(), request.tagged(decision.tags()), read, route))
        : Optional.of("its answer cannot be read");
  }

  private static Prompt prompt(Canary canary, Optional<Route> route) {
    var body = Bytes.utf8(canary.request());
    return route
        .flatMap(Route::wire)
        .map(format ->
            format.request(
                new RequestHead(
                    canary.method(),
                    route.map(Route::examplePath).orElse(""),
                    _ -> Optional.empty()),
                body))
        .orElseGet(() -> new Prompt.Opaque(body, Coverage.NONE));
  }

  /// The answer in one piece, whether or not the canary asks for a stream.
  private static Answer answer(Canary canary, Optional<Route> route, Prompt prompt) {
    Format format = route.flatMap(Route::wire).orElseThrow();
    var whole = prompt instanceof Prompt.Read read ? read.unstreamed() : prompt;
    return format.answer(whole, format.canned(whole, canary.answer().said()).body());
  }

  private Facts request(Canary canary, Optional<Route> route, Prompt prompt) {
    var body = prompt.body();
    List<Finding> findings = List.of();
    SortedMap<String, Boolean> probes = new TreeMap<>();
    if (prompt instanceof Prompt.Read read) {
      var texts = Texts.json(body, read.places());
      var found = new ArrayList<>(detectors.on(route).inspect(texts));
      found.addAll(scoring.score(texts, bundle.labels()).findings());
      findings = found;
      probes = bundle.probes(Facts.Phase.REQUEST, read.places(), place -> Texts.text(body, place));
    }
    var counters = new TreeMap<String, Long>();
    bundle.counters().forEach(counter -> counters.put(counter.id(), 0L));
    return new RequestFacts(
            0,
            Purpose.CANARY,
            new Caller(canary.caller(), canary.roles(), canary.groups()),
            Credential.API_KEY,
            route,
            canary.method(),
            prompt,
            findings,
            probes,
            Origins.NONE,
            prompt instanceof Prompt.Read read && read.person().isPresent(),
            0)
        .facts()
        .with(counters, List.of());
  }

  /// The decisions of a phase on the answer; none where it holds nothing to decide on.
  private List<Decision> answered(
      Facts.Phase on, Facts tagged, Answer.Read read, Optional<Route> route) {
    var findings = detectors.on(route).inspect(read.texts());
    if (on == Facts.Phase.RESPONSE) {
      return List.of(
          bundle.decide(
              tagged.answered(
                  200, RequestFacts.labels(findings), read.coverage().notRead().keySet())));
    }
    var declared = route.map(Route::tools).orElse(List.of());
    var decisions = new ArrayList<Decision>();
    for (Answer.ToolCall call : read.toolCalls()) {
      var inside = findings.stream().filter(f -> call.places().contains(f.place())).toList();
      decisions.add(
          bundle.decide(
              tagged.in(
                  on,
                  declared.contains(call.name()) ? call.name() : "",
                  200,
                  RequestFacts.labels(inside),
                  bundle.argumentProbes(read.arguments(call)))));
    }
    return decisions;
  }

  private static Optional<String> otherwise(Canary.Expected expected, List<Decision> decisions) {
    if (decisions.isEmpty()) return Optional.of("nothing is decided on it");
    var decision = decisions.getFirst();
    if (!decision.verdict().word().equals(expected.verdict())) {
      return Optional.of(
          "`" + expected.verdict() + "` was expected, it comes to " + came(decision));
    }
    if (!decision.decided().contains(expected.rule())) {
      return Optional.of(
          "rule `" + expected.rule() + "` was expected, it comes to " + came(decision));
    }
    var masked = new TreeSet<String>();
    for (Obligation obligation : decision.obligations()) {
      if (!obligation.rule().equals(expected.rule())) continue;
      if (obligation instanceof Obligation.Redact(_, var labels)) masked.addAll(labels);
      if (obligation instanceof Obligation.Tokenize(_, var labels)) masked.addAll(labels);
    }
    return masked.containsAll(expected.redacted())
        ? Optional.empty()
        : Optional.of("masks of " + expected.redacted() + " were expected, there are " + masked);
  }

  private static String came(Decision decision) {
    return "`" + decision.verdict().word() + "` by " + String.join(", ", decision.decided());
  }
}
