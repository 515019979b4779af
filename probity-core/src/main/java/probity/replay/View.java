package probity.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Effect;
import probity.policy.Route;

/// Recorded facts as the candidate would have had them: what follows from the route is the
/// candidate's, and what the record cannot say is open.
final class View {
  private static final Json.Obj NONE = Json.object().build();

  /// Something that the record does not say, and all that it may have been.
  ///
  /// @param what in words, for a person
  /// @param ways each gives the facts that would have been
  record Open(String what, List<Function<Json.Obj, Json.Obj>> ways) {
    Open {
      ways = List.copyOf(ways);
    }
  }

  /// @param open empty where the facts are just those
  record Seen(Json.Obj facts, List<Open> open) {
    Seen {
      open = List.copyOf(open);
    }
  }

  private final Bundle candidate;
  private final Mentions mentions;

  View(Bundle candidate) {
    this.candidate = candidate;
    this.mentions = new Mentions(candidate);
  }

  /// @param detectors those that looked then, as `label@version`
  Seen of(Json.Obj recorded, Facts.Phase phase, Then then, Set<String> detectors) {
    String id = recorded.text("route").orElse("");
    var open = new ArrayList<Open>();
    if (id.isEmpty()) {
      if (then.newPaths()) {
        open.add(unknown("the path of requests that no route fitted is not on the record"));
      }
      return new Seen(recorded, open);
    }
    String method = recorded.text("method").orElse("");
    Optional<Route> route =
        then.routes().getOrDefault(id, Optional.empty()).filter(r -> r.methods().contains(method));
    // As the gateway has it: of a request that no route fits, no fact of a route is known.
    if (route.isEmpty()) return new Seen(with(recorded, "route", Json.of("")), open);
    Json.Obj facts = onRoute(recorded, route.get());
    if (!recorded.text("body").equals(Optional.of("unreadable"))) {
      format(recorded, route.get()).ifPresent(open::add);
      words(recorded, facts, phase, route.get(), then, open);
      probes(facts, phase, then, open);
      labels(phase, detectors, open);
      counters(facts, phase, route.get(), then, open);
      if (phase != Facts.Phase.REQUEST && then.otherTags() && mentions.fact(phase, "tags")) {
        open.add(unknown("the tags are those that the bundle then in force had put"));
      }
    }
    return new Seen(facts, open);
  }

  private static Json.Obj onRoute(Json.Obj recorded, Route route) {
    var facts = recorded;
    facts = with(facts, "route", Json.of(route.id()));
    facts = with(facts, "system", Json.of(route.system()));
    facts = with(facts, "use", Json.of(route.use()));
    facts = with(facts, "assessment", Json.of(route.assessment()));
    facts = with(facts, "risk_class", Json.of(route.riskClass()));
    facts = with(facts, "provider", Json.of(route.provider()));
    facts = with(facts, "region", Json.of(route.region()));
    facts = with(facts, "format", Json.of(route.format()));
    facts = declared(facts, "model", route.models());
    facts = declared(facts, "tool", route.tools());
    var tools = facts.items("tools");
    var kept =
        tools.stream()
            .filter(t -> t instanceof Json.Str(var w) && route.tools().contains(w))
            .toList();
    if (kept.size() == tools.size()) return facts;
    long unknown = facts.number("tools_unknown").orElse(0L) + tools.size() - kept.size();
    return with(with(facts, "tools", new Json.Arr(kept)), "tools_unknown", Json.of(unknown));
  }

  private static Json.Obj declared(Json.Obj facts, String name, List<String> words) {
    return words.contains(facts.text(name).orElse("")) ? facts : with(facts, name, Json.of(""));
  }

  /// A body that was read otherwise gives other facts.
  private static Optional<Open> format(Json.Obj recorded, Route route) {
    return recorded.text("format").equals(Optional.of(route.format()))
        ? Optional.empty()
        : Optional.of(unknown("route `" + route.id() + "` read its bodies in another format"));
  }

  private void words(
      Json.Obj recorded,
      Json.Obj facts,
      Facts.Phase phase,
      Route route,
      Then then,
      List<Open> open) {
    var models = then.models().getOrDefault(route.id(), List.of());
    var tools = then.tools().getOrDefault(route.id(), List.of());
    boolean read = recorded.text("body").equals(Optional.of("read"));
    if (read && recorded.text("model").equals(Optional.of("")) && !models.isEmpty()) {
      open.add(oneOf("model", models, "the model was not declared then"));
    }
    if (phase == Facts.Phase.TOOL && recorded.text("tool").equals(Optional.of(""))) {
      if (!tools.isEmpty()) open.add(oneOf("tool", tools, "the tool was not declared then"));
    }
    boolean offered = facts.number("tools_unknown").orElse(0L) > 0 && !tools.isEmpty();
    if (offered && (mentions.fact(phase, "tools") || mentions.fact(phase, "tools_unknown"))) {
      open.add(unknown("tools on offer were not declared then"));
    }
  }

  private void probes(Json.Obj facts, Facts.Phase phase, Then then, List<Open> open) {
    var recorded = facts.object("probes").orElse(NONE);
    for (String probe : candidate.questions(phase).keySet()) {
      boolean known = recorded.get(probe).isPresent() && then.asked(phase, probe);
      if (!known && mentions.member(phase, "probes", probe)) {
        open.add(
            new Open(
                "probe `" + probe + "` was not asked then",
                List.of(
                    now -> member(now, "probes", probe, Json.of(false)),
                    now -> member(now, "probes", probe, Json.of(true)))));
      }
    }
  }

  private void labels(Facts.Phase phase, Set<String> detectors, List<Open> open) {
    for (String label : candidate.labels()) {
      boolean looked = detectors.stream().anyMatch(detector -> detector.startsWith(label + "@"));
      if (looked || !mentions.member(phase, "labels", label)) continue;
      var ways =
          Stream.concat(
                  Stream.<Function<Json.Obj, Json.Obj>>of(now -> now),
                  IntStream.rangeClosed(0, 100)
                      .map(i -> 100 - i)
                      .mapToObj(
                          confidence -> now -> member(now, "labels", label, Json.of(confidence))))
              .toList();
      open.add(new Open("label `" + label + "` was not looked for then", ways));
    }
  }

  /// A count that was not kept is tried at its least and at its most.
  private void counters(
      Json.Obj facts, Facts.Phase phase, Route route, Then then, List<Open> open) {
    var recorded = facts.object("counters").orElse(NONE);
    for (Counter counter : candidate.counters()) {
      String id = counter.id();
      boolean covers = counter.routes().isEmpty() || counter.routes().contains(route.id());
      boolean known = recorded.get(id).isPresent() && then.counted().contains(id);
      if (!covers || known || !asksFor(phase, id)) continue;
      open.add(
          new Open(
              "counter `" + id + "` was not counted then",
              List.of(
                  now -> member(now, "counters", id, Json.of(0)),
                  now -> member(now, "counters", id, Json.of(Json.INTEGER_MAX)))));
    }
  }

  private boolean asksFor(Facts.Phase phase, String counter) {
    return mentions.member(phase, "counters", counter)
        || candidate.rules().stream()
            .anyMatch(rule ->
                rule.on() == phase
                    && rule.then() instanceof Effect.Limit(var limited, _)
                    && limited.equals(counter));
  }

  private static Open oneOf(String name, List<String> words, String what) {
    return new Open(
        what,
        Stream.concat(Stream.of(""), words.stream())
            .<Function<Json.Obj, Json.Obj>>map(word -> now -> with(now, name, Json.of(word)))
            .toList());
  }

  /// What may have been so many things that none is tried.
  private static Open unknown(String what) {
    return new Open(what, List.of());
  }

  static Json.Obj with(Json.Obj object, String name, Json value) {
    if (object.get(name).equals(Optional.of(value))) return object;
    var changed = Json.object();
    for (Json.Member member : object.members()) {
      if (!member.name().equals(name)) changed.put(member.name(), member.value());
    }
    return changed.put(name, value).build();
  }

  private static Json.Obj member(Json.Obj facts, String map, String name, Json value) {
    return with(facts, map, with(facts.object(map).orElse(NONE), name, value));
  }
}
