package probity.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Finds the parts of a text that stand in documents of an index.
///
/// Fingerprints of one document that follow each other closely are a part of it. A few alone are
/// none: a phrase, an address or a line of a form may stand in one known document and in many
/// unknown ones.
final class Matching {
  /// Different fingerprints of a document that a part has at least.
  static final int HITS_MIN = 5;

  /// Of a hundred fingerprints of a part so many are the document's at least.
  static final int SCORE_MIN = 8;

  /// Fingerprints between two of the document that do not part them.
  static final int GAP_MAX = 32;

  /// Near-duplicates are named beside the best where they have so many of a hundred of its
  /// fingerprints.
  private static final int BESIDE_PERCENT = 90;

  private final SourceIndex index;
  private final int text;
  private final Fingerprints prints;
  private final int[] found;
  private final List<Span> spans = new ArrayList<>();

  private Matching(SourceIndex index, int text, Fingerprints prints) {
    this.index = index;
    this.text = text;
    this.prints = prints;
    this.found = index.holdings(prints.hashes());
  }

  /// In the order in which they begin.
  static List<Span> of(SourceIndex index, int text, Fingerprints prints) {
    var matching = new Matching(index, text, prints);
    matching.run();
    matching.spans.sort(Comparator.comparingInt(Span::first));
    return matching.spans;
  }

  private void run() {
    long[] hits = hits();
    int from = 0;
    for (int i = 1; i <= hits.length; i++) {
      if (i == hits.length || parted(hits[i - 1], hits[i])) {
        part(hits, from, i);
        from = i;
      }
    }
  }

  /// The group and the index of each fingerprint that tells something, in this order.
  private long[] hits() {
    long[] hits = new long[found.length];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      if (found[i] >= 0) hits[count++] = (long) index.holdings().groupOf(found[i]) << 32 | i;
    }
    long[] sorted = Arrays.copyOf(hits, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static boolean parted(long hit, long next) {
    return hit >>> 32 != next >>> 32 || next - hit > GAP_MAX;
  }

  private void part(long[] hits, int from, int to) {
    if (to - from < HITS_MIN || different(hits, from, to) < HITS_MIN) return;
    int first = (int) hits[from];
    int last = (int) hits[to - 1];
    var tally = new Holders(index);
    for (int i = from; i < to; i++) tally.add(found[(int) hits[i]]);
    int best = tally.most();
    for (Holders.Holder holder : tally.atLeast(Math.max(HITS_MIN, best * BESIDE_PERCENT / 100))) {
      int score = 100 * holder.hits() / (last - first + 1);
      if (score >= SCORE_MIN) spans.add(span(first, last, holder, score));
    }
  }

  private Span span(int first, int last, Holders.Holder holder, int score) {
    return new Span(
        text,
        prints.start(first),
        prints.end(last),
        prints.first(first),
        prints.first(last) + Fingerprints.LENGTH - 1,
        holder.source(),
        holder.version(),
        score);
  }

  private int different(long[] hits, int from, int to) {
    long[] hashes = new long[to - from];
    for (int i = from; i < to; i++) hashes[i - from] = prints.hash((int) hits[i]);
    return (int) Arrays.stream(hashes).distinct().count();
  }
}
