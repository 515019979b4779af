package probity.exchange;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which parts of a body were read and which were not.
///
/// @param read how many strings were read, by kind
/// @param notRead how many parts were not read, by kind of content (`image`, `audio`, `file`,
///   `opaque-body`, `stored-reference`), each a word of the product
public record Coverage(SortedMap<String, Integer> read, SortedMap<String, Integer> notRead) {
  public static final Coverage NONE = new Coverage(new TreeMap<>(), new TreeMap<>());

  public Coverage {
    read = Collections.unmodifiableSortedMap(new TreeMap<>(read));
    notRead = Collections.unmodifiableSortedMap(new TreeMap<>(notRead));
  }

  /// A body that nobody looked into.
  public static Coverage none(String kind) {
    return new Coverage(new TreeMap<>(), new TreeMap<>(Map.of(kind, 1)));
  }
}
