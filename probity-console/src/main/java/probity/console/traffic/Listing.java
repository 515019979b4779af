package probity.console.traffic;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One page of the records that were asked for, the newest first, and how many there are.
///
/// @param exact whether all were counted; else every count is at least so many
/// @param facets for each its words, the most frequent first
/// @param next where the next page begins; empty on the last one
public record Listing(
    long total,
    boolean exact,
    Map<Facet, List<Count>> facets,
    List<Line> lines,
    Optional<String> next) {
  public Listing {
    var copy = new EnumMap<Facet, List<Count>>(Facet.class);
    facets.forEach((facet, counts) -> copy.put(facet, List.copyOf(counts)));
    facets = Map.copyOf(copy);
    lines = List.copyOf(lines);
  }

  public record Count(String word, long records) {}

  /// One record.
  ///
  /// @param refusedOn `request`, `answer` or empty
  /// @param rules on which its decisions rest
  /// @param labels what was found in it
  /// @param toolRefused whether a tool call of the model was refused
  /// @param ending empty while there is none
  public record Line(
      String exchange,
      String time,
      String caller,
      String route,
      String verdict,
      String refusedOn,
      List<String> rules,
      List<String> labels,
      boolean toolRefused,
      String ending) {
    public Line {
      rules = List.copyOf(rules);
      labels = List.copyOf(labels);
    }
  }
}
