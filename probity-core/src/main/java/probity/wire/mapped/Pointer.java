package probity.wire.mapped;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where values stand in a body: a JSON pointer (RFC 6901) in which `*` stands for every item of a
/// list, or for a lone value where a list was expected.
///
/// @param steps names of members and `*`, 1 to 12
public record Pointer(List<String> steps) {
  public static final String ITEMS = "*";
  static final int STEPS_MAX = 12;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$.@-]{1,64}");

  public Pointer {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > STEPS_MAX || steps.getFirst().equals(ITEMS)) {
      throw new IllegalArgumentException("a pointer of 1 to " + STEPS_MAX + " steps was expected");
    }
    for (String step : steps) {
      if (!step.equals(ITEMS) && !NAME.matcher(step).matches()) {
        throw new IllegalArgumentException("no step of a pointer");
      }
    }
  }

  /// Empty where the text is no such pointer.
  public static Optional<Pointer> read(String text) {
    if (!text.startsWith("/") || text.length() > 512) return Optional.empty();
    try {
      return Optional.of(new Pointer(List.of(text.substring(1).split("/", -1))));
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }

  String last() {
    return steps.getLast();
  }

  /// How many `*` it has.
  public int lists() {
    return (int) steps.stream().filter(ITEMS::equals).count();
  }

  /// Whether it points to `other` or into it.
  public boolean within(Pointer other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", steps);
  }
}
