package probity.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Facts;
import probity.policy.Condition.Outcome;
import probity.policy.Rule.Effect;
import probity.policy.Verdict.Permit;
import probity.policy.Verdict.Refuse;

/// Decides: a refusal outranks a permission, obligations add up, and what no rule decides is
/// refused on its way out and permitted on its way back.
///
/// The product's own rules look at facts alone, as all others do, so that whoever has the facts
/// decides again and gets the same.
final class Decider {
  static final String DEFAULT = "probity/default";
  static final String UNKNOWN_ROUTE = "probity/unknown-route";
  static final String UNREADABLE_BODY = "probity/unreadable-body";

  private final Map<Facts.Phase, List<CompiledRule>> rules = new EnumMap<>(Facts.Phase.class);

  Decider(List<CompiledRule> rules) {
    for (Facts.Phase phase : Facts.Phase.values()) {
      this.rules.put(phase, rules.stream().filter(rule -> rule.rule().on() == phase).toList());
    }
  }

  Decision decide(Facts facts) {
    return unfit(facts)
        .map(refusal ->
            new Decision(refusal, List.of(), 0, List.of(), List.of(refusal.rule()), List.of()))
        .orElseGet(() -> byRules(facts));
  }

  /// What is refused whatever the bundle says.
  private static Optional<Refuse> unfit(Facts facts) {
    if (facts.route().isEmpty()) {
      return Optional.of(
          new Refuse(UNKNOWN_ROUTE, "no route of the bundle has this path and method"));
    }
    if (facts.body().equals("unreadable")) {
      return Optional.of(new Refuse(UNREADABLE_BODY, "the body " + inWords(facts.fault())));
    }
    return Optional.empty();
  }

  private Decision byRules(Facts facts) {
    List<CompiledRule> asked = rules.getOrDefault(facts.phase(), List.of());
    var variables = new FactsInCel(facts);
    var matched = new ArrayList<String>();
    var failed = new ArrayList<String>();
    var permits = new ArrayList<String>();
    var refusals = new ArrayList<Refuse>();
    var redactions = new ArrayList<Obligation>();
    for (CompiledRule compiled : asked) {
      Rule rule = compiled.rule();
      Outcome outcome = compiled.condition().evaluate(variables);
      if (outcome == Outcome.HOLDS) {
        matched.add(rule.id());
        switch (rule.then()) {
          case PERMIT -> permits.add(rule.id());
          case REFUSE -> refusals.add(new Refuse(rule.id(), rule.reason()));
          case REDACT -> redactions.add(new Obligation.Redact(rule.id(), rule.labels()));
        }
      } else if (outcome == Outcome.FAILED) {
        failed.add(rule.id());
        if (rule.then() != Effect.PERMIT) {
          refusals.add(new Refuse(rule.id(), "rule `" + rule.id() + "` could not be evaluated"));
        }
      }
    }
    if (refusals.isEmpty() && permits.isEmpty()) {
      if (facts.phase() != Facts.Phase.RESPONSE) {
        refusals.add(new Refuse(DEFAULT, unpermitted(facts, failed)));
      } else {
        permits.add(DEFAULT);
      }
    }
    if (!refusals.isEmpty()) {
      var decided = refusals.stream().map(Refuse::rule).toList();
      return new Decision(refusals.getFirst(), List.of(), asked.size(), matched, decided, failed);
    }
    var decided = new ArrayList<>(permits);
    for (Obligation obligation : redactions) {
      switch (obligation) {
        case Obligation.Redact(var rule, _) -> decided.add(rule);
      }
    }
    return new Decision(new Permit(), redactions, asked.size(), matched, decided, failed);
  }

  /// Why nothing permits it, as far as the facts show.
  private static String unpermitted(Facts facts, List<String> failed) {
    if (facts.phase() == Facts.Phase.TOOL) {
      if (facts.tool().isEmpty()) return "the tool is not one that the bundle declares";
    } else if (facts.body().equals("read") && facts.model().isEmpty()) {
      return "the model is not one that the bundle declares";
    }
    String what = facts.phase() == Facts.Phase.TOOL ? "tool call" : "request";
    String none = "no rule of the bundle permits this " + what;
    if (failed.isEmpty()) return none;
    return none + ", and rule `" + failed.getFirst() + "` could not be evaluated";
  }

  private static String inWords(String fault) {
    for (BodyFault known : BodyFault.values()) {
      if (known.word().equals(fault)) {
        return switch (known) {
          case NOT_JSON -> "is not JSON";
          case CUT_SHORT -> "ends early";
          case TOO_LARGE -> "is larger than the limit";
          case TOO_DEEP -> "is nested too deeply";
          case DUPLICATE_KEY -> "has a member twice";
          case INVALID_UTF8 -> "is not valid UTF-8";
          case LONE_SURROGATE -> "holds half of a character (a lone surrogate)";
          case WRONG_SHAPE -> "does not have the shape that the route's format demands";
          case ENCODED -> "has a content encoding that is not read";
        };
      }
    }
    return "could not be read";
  }
}
