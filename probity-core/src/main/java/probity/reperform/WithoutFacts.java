package probity.reperform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.evidence.Appended;
import probity.ledger.Json;

/// What the product itself did without asking the bundle, so that no facts are there to decide on
/// again: it is named and counted apart.
final class WithoutFacts {
  private static final List<String> DELIVERED = List.of("delivered", "altered");

  private WithoutFacts() {}

  /// In words, with how many.
  static Map<String, Long> in(String kind, Json.Obj body) {
    return switch (kind) {
      case "outcome" -> outcome(body).map(what -> Map.of(what, 1L)).orElse(Map.of());
      case "gap" -> {
        long refused = body.number("refused").orElse(0L);
        yield refused == 0
            ? Map.of()
            : Map.of("calls refused by the product in a gap, " + word(body, "reason"), refused);
      }
      case "turned-away" -> {
        long count = body.number("count").orElse(0L);
        yield count == 0 ? Map.of() : Map.of("requests turned away by the product", count);
      }
      default -> Map.of();
    };
  }

  private static Optional<String> outcome(Json.Obj body) {
    String detail = word(body, "detail");
    if (isTooLarge(body)) {
      return Optional.of("outcomes that had no room for the decisions on their answer");
    }
    if (body.text("ending").equals(Optional.of("cut")) && !detail.equals("``")) {
      return Optional.of("answers cut by the product, " + detail);
    }
    return Optional.empty();
  }

  /// Whether an answer went out and the outcome has no decision on it, nor says why.
  static boolean isMissing(String kind, Json.Obj body) {
    return kind.equals("outcome")
        && DELIVERED.contains(body.text("ending").orElse(""))
        && RecordedDecisions.facts(body).members().isEmpty()
        && !isTooLarge(body);
  }

  private static boolean isTooLarge(Json.Obj body) {
    return body.text("detail").equals(Optional.of(Appended.TOO_LARGE));
  }

  private static String word(Json.Obj body, String name) {
    return "`" + body.text(name).orElse("") + "`";
  }
}
