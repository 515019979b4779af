package probity.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What deciding again came to in a whole folder.
///
/// @param by the program that decided again
/// @param decisions how many were decided again, those that differ among them
/// @param impossible how many could not be
/// @param apart what does not rest on facts, in words, with how many
public record Reperformed(
    String by, long decisions, long differ, long impossible, SortedMap<String, Long> apart) {
  public Reperformed {
    apart = Collections.unmodifiableSortedMap(new TreeMap<>(apart));
  }

  /// For the last line of a report.
  String summary() {
    return decisions
        + " re-performed, "
        + differ
        + (differ == 1 ? " differs" : " differ")
        + (impossible == 0 ? "" : ", " + impossible + " not re-performed");
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("re-performed by " + by + ", whose code decided; `interop/reperform` shares none");
    apart.forEach((what, count) -> lines.add("apart from these: " + what + ": " + count));
    return List.copyOf(lines);
  }
}
