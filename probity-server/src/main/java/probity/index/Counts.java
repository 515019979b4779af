package probity.index;

import java.util.List;
import java.util.Map;
import probity.index.Query.Field;

/// How many records a query asks for, and how they divide.
///
/// @param exact whether all were counted; else each number is at least so many
/// @param facets of each field its words, the most frequent first; those of a field that the query
///   asks for are counted as if it did not, so that they are what could be asked for in its place
public record Counts(long total, boolean exact, Map<Field, List<Facet>> facets) {
  public Counts {
    facets = Map.copyOf(facets);
  }

  public record Facet(String word, long records) {}
}
