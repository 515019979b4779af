package probity.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a candidate of a [RuleScanner] completed while it went on, and the later candidates that
/// came to the same state, which complete from then on what it completes.
final class Completed {
  /// Of a candidate that completed nothing and that no other joined.
  static final Completed NOTHING = new Completed(-1);

  /// Of more than so many the first half and the newest are kept: all of them end where the first
  /// one ends, and a text may be made so that the first ones fail their checks.
  private static final int JOINED_MAX = 16;

  final int start;
  private int count;
  private int[] accepts = {};
  private int[] ends = {};
  private final List<Completed> joined = new ArrayList<>(0);

  Completed(int start) {
    this.start = start;
  }

  /// A set of patterns matches up to `end`; a shorter match of the same set is forgotten.
  void add(int set, int end) {
    int i = 0;
    while (i < count && accepts[i] != set) i++;
    if (i == accepts.length) {
      accepts = Arrays.copyOf(accepts, i + 2);
      ends = Arrays.copyOf(ends, i + 2);
    }
    accepts[i] = set;
    ends[i] = end;
    count = Math.max(count, i + 1);
    for (Completed each : joined) each.add(set, end);
  }

  void join(Completed later) {
    keep(later);
    later.joined.forEach(this::keep);
    later.joined.clear();
  }

  private void keep(Completed later) {
    if (joined.size() == JOINED_MAX) joined.remove(JOINED_MAX / 2);
    joined.add(later);
  }

  List<Completed> joined() {
    return joined;
  }

  int count() {
    return count;
  }

  int accepts(int i) {
    return accepts[i];
  }

  int end(int i) {
    return ends[i];
  }
}
