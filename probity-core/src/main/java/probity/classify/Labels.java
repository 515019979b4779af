package probity.classify;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The words for what can be found.
public final class Labels {
  /// Given by models, which read requests alone: an answer streams, and no model keeps up with it.
  private static final SortedSet<String> OF_MODELS =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(List.of("injection.direct", "injection.indirect", "personal.person")));

  private Labels() {}

  /// Those that models give.
  public static SortedSet<String> ofModels() {
    return OF_MODELS;
  }

  /// Every label that can be found in a request.
  public static SortedSet<String> known() {
    var known = new TreeSet<>(Detectors.known());
    known.addAll(OF_MODELS);
    return Collections.unmodifiableSortedSet(known);
  }
}
