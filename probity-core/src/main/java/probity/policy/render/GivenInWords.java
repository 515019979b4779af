package probity.policy.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import probity.exchange.Facts;
import probity.ledger.Json;

/// The facts of a test that are not neutral, as their author wrote them.
final class GivenInWords {
  private GivenInWords() {}

  static Words words(Facts facts) {
    List<Words> given = new ArrayList<>();
    for (Json.Member member : facts.json().members()) {
      if (member.name().equals("phase")) continue;
      String value = text(member.value());
      if (!value.isEmpty()) given.add(Words.code(member.name() + ": " + value));
    }
    return given.isEmpty() ? Words.plain("nothing") : Words.joined(", ", given);
  }

  /// The value, or nothing where it is neutral.
  private static String text(Json value) {
    return switch (value) {
      case Json.Str(var text) -> text;
      case Json.Num(var number) -> number == 0 ? "" : String.valueOf(number);
      case Json.Bool(var truth) -> truth ? "true" : "";
      case Json.Null() -> "";
      case Json.Arr(var items) ->
          items.isEmpty()
              ? ""
              : items.stream().map(GivenInWords::text).collect(Collectors.joining(", ", "[", "]"));
      case Json.Obj(var members) -> members(members);
    };
  }

  /// A count of 0 was written by the test's author; an unanswered probe was not.
  private static String members(List<Json.Member> members) {
    return members.stream()
        .filter(member -> !(member.value() instanceof Json.Bool(var truth) && !truth))
        .map(member -> member.name() + ": " + member.value().canonical())
        .collect(Collectors.joining(", "));
  }
}
