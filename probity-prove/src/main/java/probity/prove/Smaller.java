package probity.prove;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Predicate;
import probity.ledger.Json;
import probity.policy.Fact;

/// Leaves out of facts what does not matter, one part after the other: whatever is left out, the
/// rest still shows the same.
final class Smaller {
  private final Predicate<Map<Fact, Json>> shows;
  private final World world;
  private final SortedSet<Long> numbers;

  /// @param shows whether facts still are a counter-example
  /// @param numbers that conditions compare with: what lies beside them is tried first
  Smaller(Predicate<Map<Fact, Json>> shows, World world, SortedSet<Long> numbers) {
    this.shows = shows;
    this.world = world;
    this.numbers = numbers;
  }

  /// The same facts with shorter lists, smaller numbers and fewer names.
  Map<Fact, Json> facts(Map<Fact, Json> facts) {
    var least = new EnumMap<Fact, Json>(Fact.class);
    least.putAll(facts);
    for (Fact fact : Fact.values()) smaller(fact, least);
    return least;
  }

  /// The members that a test must give: all others may be neutral.
  Map<Fact, Json> given(Map<Fact, Json> facts) {
    var given = new EnumMap<Fact, Json>(Fact.class);
    given.putAll(facts);
    for (Fact fact : Fact.values()) {
      if (fact == Fact.PHASE) continue;
      replace(fact, neutral(fact), given);
    }
    given.entrySet().removeIf(entry -> entry.getValue().equals(neutral(entry.getKey())));
    given.remove(Fact.PHASE);
    return given;
  }

  private static Json neutral(Fact fact) {
    return switch (fact.type()) {
      case TEXT -> new Json.Str("");
      case NUMBER -> new Json.Num(0);
      case TRUTH -> new Json.Bool(false);
      case TEXTS -> new Json.Arr(List.of());
      case NUMBERS_BY_NAME, TRUTHS_BY_NAME -> Json.object().build();
    };
  }

  private boolean replace(Fact fact, Json value, Map<Fact, Json> facts) {
    Json before = facts.put(fact, value);
    if (shows.test(facts)) return true;
    if (before != null) facts.put(fact, before);
    return false;
  }

  private void smaller(Fact fact, Map<Fact, Json> facts) {
    switch (facts.get(fact)) {
      case Json.Bool(var truth) when truth -> replace(fact, new Json.Bool(false), facts);
      case Json.Num num -> number(num.value(), value -> replace(fact, new Json.Num(value), facts));
      case Json.Str(var text) -> earlier(fact, text, facts);
      case Json.Arr list -> list(fact, list, facts);
      case Json.Obj object -> object(fact, object, facts);
      case null, default -> {}
    }
  }

  /// The first of the fact's words that will do, so that the same bundle gets the same example.
  private void earlier(Fact fact, String text, Map<Fact, Json> facts) {
    for (String word : world.choices(fact)) {
      if (word.equals(text) || replace(fact, new Json.Str(word), facts)) return;
    }
  }

  private void number(long value, Predicate<Long> fits) {
    if (value == 0 || fits.test(0L)) return;
    for (long known : numbers) {
      for (long near = known - 1; near <= known + 1; near++) {
        if (near > 0 && near < value && fits.test(near)) return;
      }
    }
  }

  private void list(Fact fact, Json.Arr list, Map<Fact, Json> facts) {
    var items = new ArrayList<>(list.items());
    for (int i = items.size() - 1; i >= 0; i--) {
      Json item = items.remove(i);
      if (!replace(fact, new Json.Arr(items), facts)) items.add(i, item);
    }
  }

  private void object(Fact fact, Json.Obj object, Map<Fact, Json> facts) {
    var members = new ArrayList<>(object.members());
    for (int i = members.size() - 1; i >= 0; i--) {
      Json.Member member = members.remove(i);
      boolean probe = fact == Fact.PROBES;
      if (!probe && replace(fact, new Json.Obj(members), facts)) continue;
      members.add(i, member);
      int at = i;
      if (member.value() instanceof Json.Bool) {
        var silent = new Json.Member(member.name(), new Json.Bool(false));
        members.set(at, silent);
        if (!replace(fact, new Json.Obj(members), facts)) members.set(at, member);
      } else if (member.value() instanceof Json.Num num) {
        number(
            num.value(),
            value -> {
              var less = new Json.Member(member.name(), new Json.Num(value));
              Json.Member before = members.set(at, less);
              if (replace(fact, new Json.Obj(members), facts)) return true;
              members.set(at, before);
              return false;
            });
      }
    }
  }
}
