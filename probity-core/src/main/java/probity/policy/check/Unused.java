package probity.policy.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.Formula;
import probity.policy.Notice;
import probity.policy.Probe;
import probity.policy.RequirementsReport;
import probity.policy.ReviewQueue;
import probity.policy.Route;
import probity.policy.Rule;
import probity.policy.check.Finding.Level;
import probity.policy.logic.Cases;
import probity.policy.logic.Surroundings;

/// What is declared and no rule uses.
final class Unused {
  private final Bundle bundle;
  private final Places places;
  private final List<Finding> findings = new ArrayList<>();

  Unused(Bundle bundle, Places places) {
    this.bundle = bundle;
    this.places = places;
  }

  List<Finding> findings() {
    var byRules = used();
    declared(Fact.TAGS, "tags", "tag", bundle.tags(), byRules, "no record ever bears it");
    declared(
        Fact.TAGS,
        "channels",
        "channel",
        bundle.channels(),
        byRules,
        "no notification ever goes there");
    declared(
        Fact.COUNTERS,
        "counters",
        "counter",
        bundle.counters().stream().map(Counter::id).toList(),
        byRules,
        "it is counted on every request, and limits nothing");
    declared(
        Fact.TAGS,
        "notices",
        "notice",
        bundle.notices().stream().map(Notice::id).toList(),
        byRules,
        "no answer ever bears it");
    declared(
        Fact.GRANTED,
        "queues",
        "queue",
        bundle.queues().stream().map(ReviewQueue::id).toList(),
        byRules,
        "nothing ever waits there for a person");
    declared(
        Fact.PROBES,
        "probes",
        "probe",
        bundle.probes().stream().map(Probe::id).toList(),
        byRules,
        "it is searched for in every text, and decides nothing");
    requirements();
    labels(byRules);
    roles();
    for (Route route : bundle.routes()) permitted(route);
    return findings;
  }

  /// The words that effects of rules name.
  private Set<String> used() {
    var used = new HashSet<String>();
    for (Rule rule : bundle.rules()) {
      switch (rule.then()) {
        case Effect.Redact(var labels) -> labels.forEach(label -> used.add("label " + label));
        case Effect.Tokenize(var labels) -> labels.forEach(label -> used.add("label " + label));
        case Effect.Tag(var tags) -> tags.forEach(tag -> used.add("tag " + tag));
        case Effect.Limit(var counter, _) -> used.add("counter " + counter);
        case Effect.Review(var queue) -> used.add("queue " + queue);
        case Effect.Queue(var queue) -> used.add("queue " + queue);
        case Effect.Notify(var channel) -> used.add("channel " + channel);
        case Effect.Notice(var notice) -> used.add("notice " + notice);
        case Effect.Permit(), Effect.Refuse() -> {}
      }
    }
    return used;
  }

  /// Whether a condition has the word anywhere, or asks for the words of the fact in a way that no
  /// single word shows: in doubt it is used.
  private boolean asked(Fact fact, String word) {
    return bundle.rules().stream()
        .map(rule -> bundle.formula(rule.id()))
        .anyMatch(formula -> formula.text().contains("'" + word + "'") || isVague(formula, fact));
  }

  private static boolean isVague(Formula formula, Fact fact) {
    return switch (formula) {
      case Formula.All(var parts) -> parts.stream().anyMatch(part -> isVague(part, fact));
      case Formula.Any(var parts) -> parts.stream().anyMatch(part -> isVague(part, fact));
      case Formula.Other(var text, _) -> text.contains(fact.word());
      case Formula.AtLeast(var term, _, _) -> term.size() && term.fact() == fact;
      case Formula.Is _, Formula.Has _, Formula.Flag _ -> false;
    };
  }

  private void declared(
      Fact fact,
      String section,
      String what,
      Collection<String> words,
      Set<String> byRules,
      String why) {
    for (String word : words) {
      if (asked(fact, word) || byRules.contains(what + " " + word)) continue;
      findings.add(
          new Finding(
              Level.FINDING,
              "unused",
              places.at(section, word, "no rule uses " + what + " `" + word + "`"),
              why,
              "write the rule that it is for, or take it out"));
    }
  }

  private void requirements() {
    var report = RequirementsReport.of(bundle.requirements(), bundle.rules());
    for (var line : report.standing(RequirementsReport.Standing.UNMET)) {
      String id = line.requirement().id();
      findings.add(
          new Finding(
              Level.FINDING,
              "unmet",
              places.at("requirements", id, "nothing meets requirement `" + id + "`"),
              "the document promises what no rule enforces and nothing else is said to meet",
              "write the rule, or say in `met_by` what else meets it"));
    }
  }

  /// What is looked for and recorded only may be meant so.
  private void labels(Set<String> byRules) {
    for (String label : bundle.labels()) {
      if (asked(Fact.LABELS, label) || byRules.contains("label " + label)) continue;
      findings.add(
          new Finding(
              Level.NOTE,
              "unused",
              places.at("labels", label, "no rule uses label `" + label + "`"),
              "it is looked for in every text and recorded, and decides nothing",
              "nothing, if it shall be observed only; else write the rule or take it out"));
    }
  }

  private void roles() {
    for (String role : bundle.roles()) {
      if (asked(Fact.ROLES, role)) continue;
      findings.add(
          new Finding(
              Level.NOTE,
              "unused",
              places.at("roles", role, "no rule asks for role `" + role + "`"),
              "callers that have it may do what callers without a role may",
              "nothing, if that is meant; else write the rule or take it out"));
    }
  }

  /// Models and tools that no rule can permit: a rule may permit them without naming them.
  private void permitted(Route route) {
    if (permits(route, Facts.Phase.REQUEST).isEmpty()) {
      findings.add(
          new Finding(
              Level.FINDING,
              "unreachable",
              places.at(
                  "routes",
                  route.id(),
                  "no rule can permit a request on route `" + route.id() + "`"),
              "every request on it is refused by `probity/default`",
              "write the rule that permits it, or take the route out"));
      return;
    }
    for (String model : route.models()) {
      unpermitted(route, Fact.MODEL, model, Facts.Phase.REQUEST, "models");
    }
    for (String tool : route.tools()) {
      unpermitted(route, Fact.TOOL, tool, Facts.Phase.TOOL, "tools");
    }
  }

  private void unpermitted(Route route, Fact fact, String word, Facts.Phase phase, String section) {
    var is = Formula.is(fact, List.of(word));
    boolean can =
        permits(route, phase).stream()
            .anyMatch(permit -> !Cases.neverHolds(Formula.all(List.of(permit, is))));
    if (can) return;
    findings.add(
        new Finding(
            Level.NOTE,
            "unpermitted",
            places.at(
                route.id() + "/" + section,
                word,
                "no rule can permit "
                    + fact.word()
                    + " `"
                    + word
                    + "` on route `"
                    + route.id()
                    + "`"),
            "it is refused, by a rule or by `probity/default`",
            "nothing, if it is declared so that rules can name it; else permit it or take it out"));
  }

  /// What permit rules ask for on a route, as far as one can hold there.
  private List<Formula> permits(Route route, Facts.Phase phase) {
    var so = Surroundings.of(bundle, route, phase);
    return bundle.rules().stream()
        .filter(rule -> rule.on() == phase && rule.then() instanceof Effect.Permit)
        .flatMap(rule -> Stream.of(Formula.all(List.of(so, bundle.formula(rule.id())))))
        .filter(formula -> !Cases.neverHolds(formula))
        .toList();
  }
}
