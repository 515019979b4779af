package probity.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many fingerprints of a part each document of a group has, and each of its versions.
final class Holders {
  private final SourceIndex index;
  private final Map<Integer, int[]> counts = new TreeMap<>();

  Holders(SourceIndex index) {
    this.index = index;
  }

  /// A document, the version of it that fits best, and how many fingerprints it has.
  record Holder(Source source, Source.Version version, int hits) {}

  void add(int holding) {
    var holdings = index.holdings();
    for (int at = holdings.start(holding); at < holdings.end(holding); at++) {
      int holder = holdings.holder(at);
      // The last number counts all versions together.
      int[] byVersion =
          counts.computeIfAbsent(Pairs.source(holder), _ -> new int[Source.VERSIONS_MAX + 1]);
      byVersion[Source.VERSIONS_MAX]++;
      for (int bit = 0; bit < Source.VERSIONS_MAX; bit++) {
        if ((Pairs.versions(holder) & 1 << bit) != 0) byVersion[bit]++;
      }
    }
  }

  int most() {
    int most = 0;
    for (int[] byVersion : counts.values()) most = Math.max(most, byVersion[Source.VERSIONS_MAX]);
    return most;
  }

  List<Holder> atLeast(int hits) {
    var holders = new ArrayList<Holder>();
    counts.forEach((number, byVersion) -> {
      int all = byVersion[Source.VERSIONS_MAX];
      var source = index.catalogue().sources().get(number);
      if (all >= hits) holders.add(new Holder(source, source.newestOf(best(byVersion)), all));
    });
    return holders;
  }

  /// The versions that have the most.
  private static int best(int[] byVersion) {
    int best = 0;
    int bits = 0;
    for (int bit = 0; bit < Source.VERSIONS_MAX; bit++) {
      if (byVersion[bit] > best) {
        best = byVersion[bit];
        bits = 0;
      }
      if (byVersion[bit] == best) bits |= 1 << bit;
    }
    return bits;
  }
}
