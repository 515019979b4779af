package probity.policy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Effect;
import probity.policy.Route;
import probity.policy.Rule;
import probity.policy.check.Finding.Level;
import probity.policy.logic.Surroundings;

/// Effects that do nothing on a route on which their rule can hold, and content that is kept for
/// nobody.
final class Unfit {
  private final Bundle bundle;
  private final Places places;
  private final List<Finding> findings = new ArrayList<>();

  Unfit(Bundle bundle, Places places) {
    this.bundle = bundle;
    this.places = places;
  }

  List<Finding> findings() {
    for (Rule rule : bundle.rules()) {
      switch (rule.then()) {
        case Effect.Limit(var counter, _) -> limit(rule, counter);
        case Effect.Notice(var notice) -> notice(rule, notice);
        case Effect.Tokenize _ -> tokens(rule);
        case Effect.Review(var queue) -> content(rule, queue);
        case Effect.Queue(var queue) -> content(rule, queue);
        default -> {}
      }
    }
    bundle.routes().stream().filter(route -> route.keep() != Route.Keep.NONE).forEach(this::kept);
    return findings;
  }

  private List<Route> routes(Rule rule) {
    return Surroundings.routes(bundle, bundle.formula(rule.id()), rule.on());
  }

  private static String names(List<Route> routes) {
    return routes.stream().map(route -> "`" + route.id() + "`").collect(Collectors.joining(", "));
  }

  private void limit(Rule rule, String id) {
    Counter counter =
        bundle.counters().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    var uncovered =
        routes(rule).stream()
            .filter(route -> !counter.routes().isEmpty() && !counter.routes().contains(route.id()))
            .toList();
    if (uncovered.isEmpty()) return;
    add(
        Level.FINDING,
        "uncounted",
        rule,
        "counter `" + id + "` does not count on " + names(uncovered) + ", where the rule can hold",
        "it stands at 0 there, so the limit never comes",
        "add the route to the counter, or ask for the counter's routes in the condition");
  }

  private void notice(Rule rule, String id) {
    boolean inAnswer =
        bundle.notices().stream().anyMatch(notice -> notice.id().equals(id) && notice.inAnswer());
    var mute = routes(rule).stream().filter(route -> !route.traits().notices()).toList();
    if (!inAnswer || mute.isEmpty()) return;
    add(
        Level.FINDING,
        "unborne",
        rule,
        "notice `" + id + "` cannot be put into answers on " + names(mute),
        "their format has no place for a text of ours, so nobody sees the notice",
        "make it a notice in a header, or ask for the other routes in the condition");
  }

  private void tokens(Rule rule) {
    var mute = routes(rule).stream().filter(route -> !route.traits().texts()).toList();
    if (mute.isEmpty()) return;
    add(
        Level.NOTE,
        "unrestored",
        rule,
        "nothing is restored in answers on " + names(mute),
        "they hold no text, such as embeddings, or nobody reads it; the provider works on tokens",
        "nothing, if that is enough; else ask for the other routes in the condition");
  }

  /// A person who judges needs something to look at.
  private void content(Rule rule, String queue) {
    var empty = routes(rule).stream().filter(route -> route.keep() == Route.Keep.NONE).toList();
    if (empty.isEmpty()) return;
    add(
        Level.NOTE,
        "nothing-kept",
        rule,
        "no content is kept on " + names(empty) + " for queue `" + queue + "`",
        "whoever reviews sees labels, rule and facts, and no text",
        "nothing, if that is enough; else give the route a `keep`");
  }

  private void kept(Route route) {
    boolean reviewed =
        bundle.rules().stream()
            .filter(
                rule -> rule.then() instanceof Effect.Review || rule.then() instanceof Effect.Queue)
            .anyMatch(rule -> routes(rule).contains(route));
    if (reviewed) return;
    findings.add(
        new Finding(
            Level.FINDING,
            "kept-for-nobody",
            places.at(
                "routes",
                route.id(),
                "route `" + route.id() + "` keeps content, and no rule sends it to a person"),
            "content lies in the vault that nobody needs",
            "take `keep` out, or write the rule with `then: review` or `queue`"));
  }

  private void add(Level level, String kind, Rule rule, String what, String why, String todo) {
    findings.add(new Finding(level, kind, places.at("rules", rule.id(), what), why, todo));
  }
}
