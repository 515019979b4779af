package probity.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A JSON object of a token: its header or its claims.
record Claims(Map<String, Object> members) {
  /// No later second is a time of this calendar's four-digit years.
  private static final double SECONDS_MAX = 253_402_300_799d;

  boolean has(String name) {
    return members.containsKey(name);
  }

  Optional<String> text(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// A NumericDate (RFC 7519 section 2) in milliseconds; empty where it is absent or none.
  OptionalLong time(String name) {
    if (!(members.get(name) instanceof Number number)) return OptionalLong.empty();
    double seconds = number.doubleValue();
    return seconds >= 0 && seconds <= SECONDS_MAX
        ? OptionalLong.of((long) (seconds * 1000))
        : OptionalLong.empty();
  }

  /// The texts at a path of members: one text, or those of a list.
  List<String> texts(List<String> path) {
    Optional<Object> value = Optional.of(members);
    for (String name : path) {
      value =
          value
              .filter(Map.class::isInstance)
              .flatMap(object -> Optional.ofNullable(((Map<?, ?>) object).get(name)));
    }
    return switch (value.orElse("")) {
      case String text when !text.isEmpty() -> List.of(text);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      default -> List.of();
    };
  }

  @Override
  public String toString() {
    return "claims";
  }
}
