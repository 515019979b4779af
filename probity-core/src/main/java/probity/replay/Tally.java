package probity.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a replay comes to: counts, and ids of some records; no content.
///
/// Bounded: of words that are counted at most a thousand are kept apart. For one thread; tallies of
/// several parts are put together in the order of the parts.
public final class Tally {
  /// Records shown for each change.
  public static final int EXAMPLES_MAX = 20;

  private static final int WORDS_MAX = 1000;
  private static final String OTHERS = "(others)";

  /// The decisions that change in one way.
  public static final class Changed {
    private final SortedMap<String, Long> rules = new TreeMap<>();
    private final SortedMap<String, Long> callers = new TreeMap<>();
    private final SortedMap<String, Long> routes = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long count;

    private Changed() {}

    public long count() {
      return count;
    }

    /// By the rule that the change comes from; a decision can change by several.
    public SortedMap<String, Long> rules() {
      return Collections.unmodifiableSortedMap(rules);
    }

    public SortedMap<String, Long> callers() {
      return Collections.unmodifiableSortedMap(callers);
    }

    public SortedMap<String, Long> routes() {
      return Collections.unmodifiableSortedMap(routes);
    }

    /// Ids of the first records in which it happens.
    public List<String> examples() {
      return List.copyOf(examples);
    }

    private void example(String record) {
      if (examples.size() < EXAMPLES_MAX && !examples.contains(record)) examples.add(record);
    }

    private void add(Changed other) {
      count += other.count;
      other.rules.forEach((word, n) -> Tally.add(rules, word, n));
      other.callers.forEach((word, n) -> Tally.add(callers, word, n));
      other.routes.forEach((word, n) -> Tally.add(routes, word, n));
      other.examples.forEach(this::example);
    }
  }

  private final Map<Change, Changed> changes = new EnumMap<>(Change.class);
  private final SortedMap<String, Long> inexactBy = new TreeMap<>();
  private final SortedMap<String, Long> unreadableBy = new TreeMap<>();
  private long records;
  private long decisions;
  private long inexact;

  public Tally() {
    for (Change change : Change.values()) changes.put(change, new Changed());
  }

  /// Requests within what was asked for.
  public long records() {
    return records;
  }

  /// Decisions on requests, tool calls and answers, those that cannot be replayed among them.
  public long decisions() {
    return decisions;
  }

  /// Those of which the record does not say what the candidate would have decided on.
  public long inexact() {
    return inexact;
  }

  /// Why, in words, with how many decisions; one can have several reasons.
  public SortedMap<String, Long> inexactBy() {
    return Collections.unmodifiableSortedMap(inexactBy);
  }

  /// Decisions that this program cannot read, by reason.
  public SortedMap<String, Long> unreadableBy() {
    return Collections.unmodifiableSortedMap(unreadableBy);
  }

  public Changed changed(Change change) {
    return changes.getOrDefault(change, new Changed());
  }

  void record() {
    records++;
  }

  void same() {
    decisions++;
  }

  void inexact(List<String> reasons) {
    decisions++;
    inexact++;
    reasons.stream().distinct().forEach(reason -> add(inexactBy, reason, 1));
  }

  void unreadable(String reason) {
    decisions++;
    add(unreadableBy, reason, 1);
  }

  void changed(Change change, Iterable<String> rules, String caller, String route, String record) {
    decisions++;
    var changed = changed(change);
    changed.count++;
    for (String rule : rules) add(changed.rules, rule, 1);
    add(changed.callers, caller, 1);
    add(changed.routes, route, 1);
    changed.example(record);
  }

  /// Adds what came of a later part.
  public void add(Tally later) {
    records += later.records;
    decisions += later.decisions;
    inexact += later.inexact;
    later.inexactBy.forEach((word, n) -> add(inexactBy, word, n));
    later.unreadableBy.forEach((word, n) -> add(unreadableBy, word, n));
    later.changes.forEach((change, changed) -> changed(change).add(changed));
  }

  private static void add(SortedMap<String, Long> counts, String word, long n) {
    counts.merge(
        counts.size() < WORDS_MAX || counts.containsKey(word) ? word : OTHERS, n, Long::sum);
  }
}
