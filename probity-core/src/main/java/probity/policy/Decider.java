package probity.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Facts;
import probity.policy.Verdict.Kind;
import probity.policy.Verdict.Permit;
import probity.policy.Verdict.Refuse;
import probity.wire.formats.Formats;

/// Decides: a refusal outranks a permission, obligations add up, and what no rule decides is
/// refused on its way out and permitted on its way back.
///
/// The product's own rules look at facts alone, as all others do, so that whoever has the facts
/// decides again and gets the same.
final class Decider {
  static final String DEFAULT = "probity/default";
  static final String UNKNOWN_ROUTE = "probity/unknown-route";
  static final String UNREADABLE_BODY = "probity/unreadable-body";

  private final Map<Facts.Phase, RulesOfPhase> rules = new EnumMap<>(Facts.Phase.class);

  Decider(List<CompiledRule> rules, List<Route> routes) {
    for (Facts.Phase phase : Facts.Phase.values()) {
      var ofPhase = rules.stream().filter(rule -> rule.rule().on() == phase).toList();
      this.rules.put(phase, new RulesOfPhase(ofPhase, routes));
    }
  }

  Decision decide(Facts facts) {
    return unfit(facts)
        .map(refusal ->
            new Decision(refusal, List.of(), 0, List.of(), List.of(refusal.rule()), List.of()))
        .orElseGet(() -> byRules(facts));
  }

  /// What each rule of the phase comes to, none left out.
  List<RuleOutcome> outcomes(Facts facts) {
    var variables = new FactsInCel(facts);
    return rules(facts).all().stream()
        .map(rule -> new RuleOutcome(rule.rule(), rule.outcome(facts, variables)))
        .toList();
  }

  private RulesOfPhase rules(Facts facts) {
    return Objects.requireNonNull(rules.get(facts.phase()), "every phase has its rules");
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
    var asked = rules(facts);
    var variables = new FactsInCel(facts);
    var matched = new ArrayList<String>();
    var failed = new ArrayList<String>();
    var permits = new ArrayList<String>();
    var refusals = new ArrayList<Refuse>();
    var obligations = new ArrayList<Obligation>();
    for (CompiledRule compiled : asked.of(facts)) {
      Rule rule = compiled.rule();
      switch (compiled.outcome(facts, variables)) {
        case HOLDS -> {
          matched.add(rule.id());
          switch (rule.then()) {
            case Effect.Permit() -> permits.add(rule.id());
            case Effect.Refuse() -> refusals.add(new Refuse(rule.id(), rule.reason()));
            case Effect.Limit(var counter, _) ->
                refusals.add(new Refuse(rule.id(), rule.reason(), new Kind.Limit(counter)));
            case Effect.Review(var queue) -> {
              if (!facts.granted().contains(queue)) {
                refusals.add(new Refuse(rule.id(), rule.reason(), new Kind.Review(queue)));
              }
            }
            case Effect.Redact(var labels) ->
                obligations.add(new Obligation.Redact(rule.id(), labels));
            case Effect.Tokenize(var labels) ->
                obligations.add(new Obligation.Tokenize(rule.id(), labels));
            case Effect.Tag(var tags) -> obligations.add(new Obligation.Tag(rule.id(), tags));
            case Effect.Queue(var queue) -> obligations.add(new Obligation.Queue(rule.id(), queue));
            case Effect.Notify(var channel) ->
                obligations.add(new Obligation.Notify(rule.id(), channel));
            case Effect.Notice(var notice) ->
                obligations.add(new Obligation.Notice(rule.id(), notice));
          }
        }
        case FAILED -> {
          failed.add(rule.id());
          if (!(rule.then() instanceof Effect.Permit)) {
            refusals.add(new Refuse(rule.id(), "rule `" + rule.id() + "` could not be evaluated"));
          }
        }
        case DOES_NOT_HOLD -> {}
      }
    }
    if (refusals.isEmpty() && permits.isEmpty()) {
      if (facts.phase() != Facts.Phase.RESPONSE) {
        refusals.add(new Refuse(DEFAULT, unpermitted(facts, failed)));
      } else {
        permits.add(DEFAULT);
      }
    }
    boolean refused = !refusals.isEmpty();
    if (refused) obligations.removeIf(Obligation::needsPermission);
    var decided = new ArrayList<>(refused ? refusals.stream().map(Refuse::rule).toList() : permits);
    obligations.forEach(obligation -> decided.add(obligation.rule()));
    var verdict =
        refused ? Collections.min(refusals, Comparator.comparingInt(Decider::rank)) : new Permit();
    return new Decision(verdict, obligations, asked.size(), matched, decided, failed);
  }

  /// A refusal that nothing lifts is told before one that a person or time would lift. Among equals
  /// the first id speaks.
  private static int rank(Refuse refusal) {
    return switch (refusal.kind()) {
      case Kind.Plain() -> 0;
      case Kind.Review(_) -> 1;
      case Kind.Limit(_) -> 2;
    };
  }

  /// Why nothing permits it, as far as the facts show.
  private static String unpermitted(Facts facts, List<String> failed) {
    if (facts.phase() == Facts.Phase.TOOL) {
      if (facts.tool().isEmpty()) return "the tool is not one that the bundle declares";
    } else if (facts.body().equals("read") && facts.model().isEmpty() && namesModels(facts)) {
      return "the model is not one that the bundle declares";
    }
    String what = facts.phase() == Facts.Phase.TOOL ? "tool call" : "request";
    String none = "no rule of the bundle permits this " + what;
    if (failed.isEmpty()) return none;
    return none + ", and rule `" + failed.getFirst() + "` could not be evaluated";
  }

  private static boolean namesModels(Facts facts) {
    return Formats.named(facts.format()).map(format -> format.traits().models()).orElse(true);
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
          case HEADER_MISMATCH -> "says something else than the headers that repeat it";
          case ENCODED -> "has a content encoding that is not read";
        };
      }
    }
    return "could not be read";
  }
}
