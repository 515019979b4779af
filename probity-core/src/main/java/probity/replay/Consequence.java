package probity.replay;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import probity.ledger.Json;

/// What a decision comes to for the call, whichever rules led to it.
///
/// @param rule the rule that refused, empty for a permission
/// @param duties what must be done, in words such as `redact personal.email`, each with the rules
///   that ask for it
record Consequence(
    boolean permits, String rule, String reason, SortedMap<String, SortedSet<String>> duties) {
  Consequence {
    duties = Collections.unmodifiableSortedMap(new TreeMap<>(duties));
  }

  /// That nothing is refused and nothing asked for.
  static final Consequence PASS = new Consequence(true, "", "", new TreeMap<>());

  /// @param stated the members that state a decision
  /// @param found whether a label was found, so that masking it does something
  static Consequence of(Json.Obj stated, Predicate<String> found) {
    var duties = new TreeMap<String, SortedSet<String>>();
    for (Json.Obj obligation : Json.objects(stated.items("obligations"))) {
      String kind = obligation.text("kind").orElse("");
      String rule = obligation.text("rule").orElse("");
      for (Json.Member member : obligation.members()) {
        if (member.name().equals("kind") || member.name().equals("rule")) continue;
        switch (member.value()) {
          case Json.Str(var word) -> put(duties, kind, word, rule);
          case Json.Arr(var words) -> {
            for (Json one : words) {
              if (!(one instanceof Json.Str(var word))) continue;
              if (!member.name().equals("labels") || found.test(word)) {
                put(duties, kind, word, rule);
              }
            }
          }
          default -> {
            // Other members qualify a duty and are none.
          }
        }
      }
    }
    return new Consequence(
        stated.text("verdict").equals(Optional.of("permit")),
        stated.text("rule").orElse(""),
        stated.text("reason").orElse(""),
        duties);
  }

  private static void put(
      TreeMap<String, SortedSet<String>> duties, String kind, String word, String rule) {
    duties.computeIfAbsent(kind + " " + word, _ -> new TreeSet<>()).add(rule);
  }

  /// Without the duties that `others` has too.
  Consequence without(SortedSet<String> others) {
    var left = new TreeMap<>(duties);
    left.keySet().removeAll(others);
    return new Consequence(permits, rule, reason, left);
  }

  /// Empty where both come to the same.
  Optional<Change> to(Consequence next) {
    if (permits && !next.permits) return Optional.of(Change.PERMIT_TO_REFUSE);
    if (!permits && next.permits) return Optional.of(Change.REFUSE_TO_PERMIT);
    boolean same = duties.keySet().equals(next.duties.keySet());
    if (permits) return same ? Optional.empty() : Optional.of(Change.OTHER_OBLIGATIONS);
    boolean alike = same && rule.equals(next.rule) && reason.equals(next.reason);
    return alike ? Optional.empty() : Optional.of(Change.REFUSED_OTHERWISE);
  }

  /// The rules that a change to `next` comes from.
  SortedSet<String> rules(Consequence next) {
    var rules = new TreeSet<String>();
    if (!next.permits) {
      rules.add(next.rule);
    } else if (!permits) {
      rules.add(rule);
    } else {
      duties.forEach((duty, by) -> {
        if (!next.duties.containsKey(duty)) rules.addAll(by);
      });
      next.duties.forEach((duty, by) -> {
        if (!duties.containsKey(duty)) rules.addAll(by);
      });
    }
    return rules;
  }
}
