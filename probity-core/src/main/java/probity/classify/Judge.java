package probity.classify;

import java.util.SortedMap;

/// Rules on an answer while it streams.
public interface Judge {
  /// Called once at the start with no labels, then whenever the set of labels grows; what it said
  /// last holds for all that was not released.
  ///
  /// @param labels all that was found in the answer so far, each with its highest confidence
  Ruling rule(SortedMap<String, Integer> labels);
}
