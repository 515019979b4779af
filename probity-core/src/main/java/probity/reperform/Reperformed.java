package probity.reperform;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What deciding again the decisions of one entry came to.
///
/// @param decisions how many were decided again
/// @param differences for each of them that came out otherwise, what differs
/// @param impossible for each that could not be decided again, why
/// @param apart what the entry tells of besides decisions that rest on facts, in words, and how
///   many
public record Reperformed(
    int decisions,
    List<String> differences,
    List<String> impossible,
    SortedMap<String, Long> apart) {
  public static final Reperformed NOTHING =
      new Reperformed(0, List.of(), List.of(), Collections.emptySortedMap());

  public Reperformed {
    differences = List.copyOf(differences);
    impossible = List.copyOf(impossible);
    apart = Collections.unmodifiableSortedMap(new TreeMap<>(apart));
  }
}
