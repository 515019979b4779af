package probity.source;

import java.util.HashMap;
import java.util.Map;

/// Which documents are near-duplicates: those that share half of the fingerprints of the smaller
/// one. What they share would otherwise count as common, and a copy would hide its original.
final class Groups {
  /// A fingerprint that stands in more documents is boilerplate.
  static final int HOLDERS_MAX = 8;

  private static final int SHARED_PERCENT = 50;
  private static final int SHARED_MIN = 4;

  /// Pairs of documents that are counted at once, so that memory has a bound.
  private static final int PAIRS_MAX = 4_000_000;

  private final int[] fingerprints;
  private final Map<Long, Integer> shared = new HashMap<>();
  private final int[] groups;

  private Groups(int sources) {
    this.fingerprints = new int[sources];
    this.groups = new int[sources];
  }

  /// For each document the lowest number of its group.
  static int[] of(Pairs pairs, int sources) {
    var groups = new Groups(sources);
    long to;
    for (long from = 0; from < pairs.size(); from = to) {
      to = pairs.endOfRun(from);
      groups.count(pairs, from, to);
    }
    return groups.joined();
  }

  private void count(Pairs pairs, long from, long to) {
    for (long at = from; at < to; at++) fingerprints[Pairs.source(pairs.holder(at))]++;
    if (to - from > HOLDERS_MAX) return;
    for (long one = from; one < to; one++) {
      for (long other = one + 1; other < to; other++) {
        long both =
            (long) Pairs.source(pairs.holder(one)) << 32 | Pairs.source(pairs.holder(other));
        if (shared.size() < PAIRS_MAX || shared.containsKey(both)) {
          shared.merge(both, 1, Integer::sum);
        }
      }
    }
  }

  private int[] joined() {
    for (int i = 0; i < groups.length; i++) groups[i] = i;
    shared.forEach((both, count) -> {
      int one = (int) (both >>> 32);
      int other = (int) (long) both;
      int smaller = Math.min(fingerprints[one], fingerprints[other]);
      if (count >= SHARED_MIN && 100L * count >= (long) SHARED_PERCENT * smaller) join(one, other);
    });
    for (int i = 0; i < groups.length; i++) groups[i] = root(i);
    return groups;
  }

  private void join(int one, int other) {
    int first = root(one);
    int second = root(other);
    groups[Math.max(first, second)] = Math.min(first, second);
  }

  private int root(int source) {
    int root = source;
    while (groups[root] != root) root = groups[root];
    return root;
  }

  /// Whether all that have a fingerprint belong to one group.
  static boolean tells(Pairs pairs, long from, long to, int[] groups) {
    if (to - from > HOLDERS_MAX) return false;
    int group = groups[Pairs.source(pairs.holder(from))];
    for (long at = from + 1; at < to; at++) {
      if (groups[Pairs.source(pairs.holder(at))] != group) return false;
    }
    return true;
  }
}
