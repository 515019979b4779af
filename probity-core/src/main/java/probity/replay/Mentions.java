package probity.replay;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.Rule;

/// Which facts a bundle's rules of each phase may ask for, by the texts of their conditions. Says
/// yes once too often rather than once too little.
final class Mentions {
  private static final String WORD = "('[^'\\\\]*'|\"[^\"\\\\]*\")";

  private final Map<Facts.Phase, List<String>> conditions = new EnumMap<>(Facts.Phase.class);

  Mentions(Bundle bundle) {
    for (Facts.Phase phase : Facts.Phase.values()) {
      conditions.put(
          phase,
          bundle.rules().stream().filter(rule -> rule.on() == phase).map(Rule::when).toList());
    }
  }

  /// Whether a rule of the phase asks for `fact`.
  boolean fact(Facts.Phase phase, String fact) {
    var word = Pattern.compile("\\b" + fact + "\\b");
    return of(phase).stream().anyMatch(when -> word.matcher(when).find());
  }

  /// Whether a rule of the phase asks for the member `name` of a map, or for members that it does
  /// not write out.
  boolean member(Facts.Phase phase, String fact, String name) {
    var any = Pattern.compile("\\b" + fact + "\\b");
    var writtenOut =
        Pattern.compile(
            (WORD + "\\s+in\\s+" + fact + "\\b|\\b" + fact + "\\s*\\[\\s*" + WORD + "\\s*]"));
    return of(phase).stream()
        .anyMatch(when -> {
          if (!any.matcher(when).find()) return false;
          String rest = writtenOut.matcher(when).replaceAll("");
          return when.contains(name) || any.matcher(rest).find();
        });
  }

  private List<String> of(Facts.Phase phase) {
    return conditions.getOrDefault(phase, List.of());
  }
}
