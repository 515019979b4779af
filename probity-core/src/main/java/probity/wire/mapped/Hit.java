package probity.wire.mapped;

import java.util.List;
import java.util.OptionalLong;
import probity.wire.Range;

/// A value to which a pointer of the mapping points.
///
/// @param items which items of lists it stands in, one for each `*`
/// @param from the first place in it, `to` the first behind it
/// @param bytes where it stands
/// @param text of a string, else empty
/// @param number of a whole number
record Hit(
    Pointer at,
    List<Integer> items,
    int from,
    int to,
    Range bytes,
    Sort sort,
    String text,
    OptionalLong number) {
  enum Sort {
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    LIST,
    OBJECT
  }

  Hit {
    items = List.copyOf(items);
  }

  /// Whether it is there at all.
  boolean there() {
    return sort != Sort.NULL;
  }

  /// Whether it says that something is so: a word, or `true`.
  boolean holds() {
    return sort == Sort.TRUE || (sort == Sort.STRING && !text.isEmpty());
  }

  /// The items in which what stands `lists` deep lies.
  List<Integer> in(int lists) {
    return items.subList(0, Math.min(lists, items.size()));
  }
}
