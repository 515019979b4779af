package probity.classify;

import java.util.SortedMap;
import java.util.SortedSet;

/// Rules on an answer while it streams.
public interface Judge {
  /// Called once at the start with nothing, then whenever one of the two sets grows; what it said
  /// last holds for all that was not released.
  ///
  /// @param labels all that was found in the answer so far, each with its highest confidence
  /// @param uninspected kinds of content of the answer that were not read, so far
  Ruling rule(SortedMap<String, Integer> labels, SortedSet<String> uninspected);
}
