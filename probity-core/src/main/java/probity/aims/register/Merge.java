package probity.aims.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What comes of two people who edited the same revision of a record, one after the other: nobody's
/// work is lost.
public sealed interface Merge {
  /// Only one of them changed each field.
  ///
  /// @param values by field, of both
  /// @param theirs whether the other had changed anything that this one did not bring
  record Merged(Map<String, String> values, boolean theirs) implements Merge {
    public Merged {
      values = Map.copyOf(values);
    }
  }

  /// Both changed the same field, and not alike: a person has to choose.
  ///
  /// @param rest the values of all other fields, of both
  record Clashing(List<Clash> clashes, Map<String, String> rest) implements Merge {
    public Clashing {
      clashes = List.copyOf(clashes);
      rest = Map.copyOf(rest);
    }
  }

  /// One field that both changed.
  record Clash(String field, String before, String theirs, String mine) {}

  /// @param base what both began from
  /// @param theirs what the record says now
  /// @param mine what somebody wants it to say
  static Merge of(Map<String, String> base, Map<String, String> theirs, Map<String, String> mine) {
    var names = new TreeSet<String>();
    names.addAll(base.keySet());
    names.addAll(theirs.keySet());
    names.addAll(mine.keySet());
    var merged = new LinkedHashMap<String, String>();
    var clashes = new ArrayList<Clash>();
    boolean others = false;
    for (String name : names) {
      String before = base.getOrDefault(name, "");
      String other = theirs.getOrDefault(name, "");
      String own = mine.getOrDefault(name, "");
      boolean changed = !own.equals(before);
      boolean otherChanged = !other.equals(before);
      if (changed && otherChanged && !own.equals(other)) {
        clashes.add(new Clash(name, before, other, own));
        continue;
      }
      others |= otherChanged && !own.equals(other);
      String value = changed ? own : other;
      if (!value.isEmpty()) merged.put(name, value);
    }
    return clashes.isEmpty() ? new Merged(merged, others) : new Clashing(clashes, merged);
  }
}
