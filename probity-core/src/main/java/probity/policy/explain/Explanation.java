package probity.policy.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import probity.evidence.Decisions;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.Condition;
import probity.policy.Decision;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.Requirement;
import probity.policy.Rule;

/// One decision, explained by all rules of its phase. It is made again from the facts.
///
/// @param again the decision, as entries say one
/// @param rules those that the decision rests on first, then those that held, then the others
public record Explanation(Facts facts, Json.Obj again, List<OfRule> rules) {
  public Explanation {
    rules = List.copyOf(rules);
  }

  /// What came of a rule.
  public enum Part {
    /// The decision rests on it.
    DECIDES,
    /// It could not be evaluated, and so counted against the request.
    FAILED,
    /// It held, and a refusal outranks it or what it asks for has no meaning then.
    OUTRANKED,
    /// It asks for a review, and this request had been granted one.
    GRANTED,
    DID_NOT_HOLD;

    public String words() {
      return switch (this) {
        case DECIDES -> "holds, and decides";
        case FAILED -> "could not be evaluated, and so counts against it";
        case OUTRANKED -> "holds, and is outranked";
        case GRANTED -> "holds, and a person granted it";
        case DID_NOT_HOLD -> "does not hold";
      };
    }
  }

  /// A fact that a rule names, with what it was.
  public record Input(String fact, Json value) {}

  /// @param inputs the facts that its condition names, and the counter that it limits
  /// @param requirement that it carries out
  public record OfRule(
      Rule rule, Part part, List<Input> inputs, Optional<Requirement> requirement) {
    public OfRule {
      inputs = List.copyOf(inputs);
    }

    /// What it does where it holds, with what it names.
    public String effect() {
      String word = rule.then().word().text();
      return switch (rule.then()) {
        case Effect.Permit(), Effect.Refuse() -> word;
        case Effect.Redact(var labels) -> word + " " + String.join(", ", labels);
        case Effect.Tokenize(var labels) -> word + " " + String.join(", ", labels);
        case Effect.Tag(var tags) -> word + " " + String.join(", ", tags);
        case Effect.Limit(var counter, var max) -> word + " " + counter + " at " + max;
        case Effect.Review(var queue) -> word + " by " + queue;
        case Effect.Queue(var queue) -> word + " for " + queue;
        case Effect.Notify(var channel) -> word + " " + channel;
        case Effect.Notice(var notice) -> word + " " + notice;
      };
    }
  }

  /// Explains what `bundle` decides on `facts`.
  public static Explanation of(Bundle bundle, Facts facts) {
    Decision decision = bundle.decide(facts);
    var requirements =
        bundle.requirements().stream()
            .collect(Collectors.toMap(Requirement::id, requirement -> requirement));
    var json = facts.json();
    var rules =
        bundle.outcomes(facts).stream()
            .map(outcome -> {
              Rule rule = outcome.rule();
              return new OfRule(
                  rule,
                  part(rule, outcome.outcome(), decision, facts),
                  inputs(bundle, rule, json),
                  Optional.ofNullable(requirements.get(rule.requirement())));
            })
            .sorted(Comparator.comparing(OfRule::part))
            .toList();
    return new Explanation(facts, Decisions.json(decision), rules);
  }

  private static Part part(Rule rule, Condition.Outcome outcome, Decision decision, Facts facts) {
    return switch (outcome) {
      case DOES_NOT_HOLD -> Part.DID_NOT_HOLD;
      case FAILED -> Part.FAILED;
      case HOLDS -> {
        if (decision.decided().contains(rule.id())) yield Part.DECIDES;
        boolean granted =
            rule.then() instanceof Effect.Review(var queue) && facts.granted().contains(queue);
        yield granted ? Part.GRANTED : Part.OUTRANKED;
      }
    };
  }

  private static List<Input> inputs(Bundle bundle, Rule rule, Json.Obj facts) {
    var inputs = new ArrayList<Input>();
    for (Fact fact : bundle.inputs(rule.id())) {
      facts.get(fact.word()).ifPresent(value -> inputs.add(new Input(fact.word(), value)));
    }
    if (rule.then() instanceof Effect.Limit(var counter, _)) {
      facts
          .object("counters")
          .flatMap(counters -> counters.get(counter))
          .ifPresent(value -> inputs.add(new Input("counters['" + counter + "']", value)));
    }
    return inputs;
  }
}
