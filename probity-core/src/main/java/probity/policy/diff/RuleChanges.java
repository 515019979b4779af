package probity.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import probity.policy.Bundle;
import probity.policy.Effect;
import probity.policy.Fact;
import probity.policy.Formula;
import probity.policy.Rule;
import probity.policy.logic.Cases;

/// Which rules came, went and changed, and whether that can permit more.
///
/// A permission is no wider where a permission of the old bundle holds wherever it does. What the
/// old bundle refuses or does beside stays where a rule of the new one does at least that wherever
/// the old rule did. Anything else is perhaps wider.
final class RuleChanges {
  private final Bundle from;
  private final Bundle to;
  private final List<Change> changes = new ArrayList<>();

  RuleChanges(Bundle from, Bundle to) {
    this.from = from;
    this.to = to;
  }

  List<Change> changes() {
    var before = byId(from);
    var now = byId(to);
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(now.keySet());
    for (String id : ids) {
      Rule old = before.get(id);
      Rule rule = now.get(id);
      if (old == null && rule != null) {
        add(id, "new rule `" + id + "`: " + effect(rule.then()), "", written(rule), gives(rule));
      } else if (rule == null && old != null) {
        add(id, "rule `" + id + "` is gone: " + effect(old.then()), written(old), "", keeps(old));
      } else if (old != null && rule != null) {
        changed(old, rule);
      }
    }
    return changes;
  }

  private void changed(Rule old, Rule rule) {
    String was = written(old);
    String is = written(rule);
    if (!was.equals(is)) {
      add(rule.id(), "rule `" + rule.id() + "` " + what(old, rule), was, is, both(old, rule));
    }
    cited("requirement", old, rule, Rule::requirement);
    cited("controls", old, rule, one -> String.join(", ", one.controls()));
    cited("owner", old, rule, Rule::owner);
    cited("risk", old, rule, Rule::risk);
    cited("impact assessment", old, rule, Rule::assessment);
    cited("reason", old, rule, Rule::reason);
  }

  private static String what(Rule old, Rule rule) {
    if (old.then() instanceof Effect.Limit(var counter, var was)
        && rule.then() instanceof Effect.Limit(var other, var is)
        && counter.equals(other)
        && was != is) {
      return (is > was ? "raises" : "lowers") + " its limit of `" + counter + "`";
    }
    if (!old.then().equals(rule.then())) return "does something else";
    return "holds for something else";
  }

  private void cited(String what, Rule old, Rule rule, Function<Rule, String> member) {
    String was = member.apply(old);
    String is = member.apply(rule);
    if (was.equals(is)) return;
    add(rule.id(), "rule `" + rule.id() + "` names another " + what, was, is, Direction.SAME);
  }

  private Direction both(Rule old, Rule rule) {
    var kept = keeps(old);
    var given = gives(rule);
    if (kept.widens() || given.widens()) return Direction.PERHAPS_WIDER;
    return kept == Direction.NARROWER || given == Direction.NARROWER
        ? Direction.NARROWER
        : Direction.SAME;
  }

  /// What a rule of the new bundle adds to what is permitted.
  private Direction gives(Rule rule) {
    var formula = to.formula(rule.id());
    return switch (rule.then()) {
      case Effect.Permit() ->
          from.rules().stream()
                  .filter(old -> old.on() == rule.on() && old.then() instanceof Effect.Permit)
                  .anyMatch(old -> Cases.holdsWherever(formula, from.formula(old.id())))
              ? Direction.SAME
              : Direction.PERHAPS_WIDER;
      case Effect.Refuse(), Effect.Redact _, Effect.Tokenize _ -> Direction.NARROWER;
      case Effect.Limit(var counter, _) -> readBy(Fact.COUNTERS, counter);
      case Effect.Review(var queue) -> readBy(Fact.GRANTED, queue);
      case Effect.Tag(var tags) ->
          tags.stream().anyMatch(tag -> readBy(Fact.TAGS, tag).widens())
              ? Direction.PERHAPS_WIDER
              : Direction.SAME;
      case Effect.Queue _, Effect.Notify _, Effect.Notice _ -> Direction.SAME;
    };
  }

  /// Rules that read what another one brings about could permit by it.
  private Direction readBy(Fact fact, String word) {
    boolean read =
        to.rules().stream()
            .filter(rule -> rule.then() instanceof Effect.Permit)
            .anyMatch(rule -> to.inputs(rule.id()).contains(fact));
    return read && !word.isEmpty() ? Direction.PERHAPS_WIDER : Direction.NARROWER;
  }

  /// Whether the new bundle still does what a rule of the old one did.
  private Direction keeps(Rule old) {
    if (old.then() instanceof Effect.Permit) return Direction.NARROWER;
    var formula = from.formula(old.id());
    boolean kept =
        to.rules().stream()
            .filter(rule -> rule.on() == old.on() && does(rule.then(), old.then()))
            .anyMatch(rule -> covers(to.formula(rule.id()), rule.then(), formula));
    return kept ? Direction.SAME : Direction.PERHAPS_WIDER;
  }

  /// Whether a rule does what it does wherever another one did. That one refused also where it
  /// could not be evaluated; only a refusal in its place makes up for that.
  private static boolean covers(Formula now, Effect effect, Formula old) {
    if (now.text().equals(old.text())) return true;
    return (effect instanceof Effect.Refuse || isTotal(old)) && Cases.follows(old, now);
  }

  /// Whether it always can be evaluated.
  private static boolean isTotal(Formula formula) {
    return switch (formula) {
      case Formula.All(var parts) -> parts.stream().allMatch(RuleChanges::isTotal);
      case Formula.Any(var parts) -> parts.stream().allMatch(RuleChanges::isTotal);
      case Formula.Flag(var term, _) -> term.isTotal();
      case Formula.AtLeast(var term, _, _) -> term.isTotal();
      case Formula.Other _ -> false;
      case Formula.Is _, Formula.Has _ -> true;
    };
  }

  /// Whether an effect does at least what another one did.
  private static boolean does(Effect now, Effect old) {
    if (now instanceof Effect.Refuse && old.word().refuses()) return true;
    return switch (old) {
      case Effect.Limit(var counter, var max) ->
          now instanceof Effect.Limit(var same, var lower) && same.equals(counter) && lower <= max;
      case Effect.Redact(var labels) ->
          now instanceof Effect.Redact(var more) && more.containsAll(labels);
      case Effect.Tokenize(var labels) ->
          (now instanceof Effect.Tokenize(var more) && more.containsAll(labels))
              || (now instanceof Effect.Redact(var masked) && masked.containsAll(labels));
      case Effect.Tag(var tags) -> now instanceof Effect.Tag(var more) && more.containsAll(tags);
      default -> now.equals(old);
    };
  }

  private static String effect(Effect effect) {
    return switch (effect) {
      case Effect.Permit() -> "permits";
      case Effect.Refuse() -> "refuses";
      case Effect.Redact(var labels) -> "masks " + quoted(labels);
      case Effect.Tokenize(var labels) -> "puts tokens for " + quoted(labels);
      case Effect.Tag(var tags) -> "puts on the record " + quoted(tags);
      case Effect.Limit(var counter, var max) -> "limits counter `" + counter + "` to " + max;
      case Effect.Review(var queue) -> "holds for queue `" + queue + "`";
      case Effect.Queue(var queue) -> "shows queue `" + queue + "` afterwards";
      case Effect.Notify(var channel) -> "tells channel `" + channel + "`";
      case Effect.Notice(var notice) -> "attaches notice `" + notice + "`";
    };
  }

  private static String quoted(Collection<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  private static String written(Rule rule) {
    return "on " + rule.on().word() + " when " + rule.when() + " then " + effect(rule.then());
  }

  private static Map<String, Rule> byId(Bundle bundle) {
    return bundle.rules().stream()
        .collect(Collectors.toMap(Rule::id, rule -> rule, (a, _) -> a, TreeMap::new));
  }

  private void add(String id, String what, String before, String after, Direction direction) {
    changes.add(new Change("rule " + id, what, before, after, direction));
  }
}
