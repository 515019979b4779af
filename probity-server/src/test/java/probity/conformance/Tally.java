package probity.conformance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts what was tried, by format, place and way.
final class Tally {
  private static final int SHOWN_MAX = 60;

  /// @param place a word of the matrix, or [Case#EVERY_STRING]
  record Key(String format, String place, Body.Way way) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int by = format.compareTo(other.format);
      if (by == 0) by = way.compareTo(other.way);
      if (by == 0) by = Boolean.compare(sweep(), other.sweep());
      return by == 0 ? place.compareTo(other.place) : by;
    }

    boolean sweep() {
      return place.equals(Case.EVERY_STRING);
    }
  }

  /// What was tried of one place.
  static final class Row {
    private final SortedSet<String> kinds = new TreeSet<>();
    private final SortedSet<String> ofMasked = new TreeSet<>();
    private final SortedSet<String> ofRefused = new TreeSet<>();
    private long cases;
    private long delivered;

    SortedSet<String> kinds() {
      return kinds;
    }

    /// What became of secrets that the rules mask.
    SortedSet<String> ofMasked() {
      return ofMasked;
    }

    /// What became of all others.
    SortedSet<String> ofRefused() {
      return ofRefused;
    }

    long cases() {
      return cases;
    }

    long delivered() {
      return delivered;
    }
  }

  /// @param how the first was sent
  private record Failure(String how, long times) {
    @Override
    public String toString() {
      return (how.isEmpty() ? "" : " (" + how + ")") + (times == 1 ? "" : ", " + times + " times");
    }
  }

  private final SortedMap<Key, Row> rows = new TreeMap<>();
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private long cases;
  private long delivered;
  private long faults;

  synchronized void add(Key key, Secret secret, String outcome, Set<String> kinds, long times) {
    var row = rows.computeIfAbsent(key, _ -> new Row());
    row.kinds.addAll(kinds);
    (secret.masked ? row.ofMasked : row.ofRefused).add(outcome);
    row.cases += times;
    cases += times;
  }

  /// @param what was delivered, `how` it was sent
  synchronized void delivered(Key key, String what, String how) {
    rows.computeIfAbsent(key, _ -> new Row()).delivered++;
    delivered++;
    failed("DELIVERED " + what, how);
  }

  synchronized void fault(String what, String how) {
    faults++;
    failed(what, how);
  }

  private void failed(String what, String how) {
    failures.merge(
        what, new Failure(how, 1), (first, _) -> new Failure(first.how, first.times + 1));
  }

  synchronized long cases() {
    return cases;
  }

  synchronized long delivered() {
    return delivered;
  }

  synchronized long faults() {
    return faults;
  }

  /// What went wrong, as far as there is room for it.
  synchronized List<String> failures() {
    return failures.entrySet().stream()
        .limit(SHOWN_MAX)
        .map(each -> each.getKey() + each.getValue())
        .toList();
  }

  SortedMap<Key, Row> rows() {
    return Collections.unmodifiableSortedMap(rows);
  }
}
