package probity.classify;

/// Words seen in a text that matches may need before them: the last [#KEPT] of them.
final class RuleContexts {
  /// No more words than this fit between a match's context and the match's end.
  private static final int KEPT = 256;

  private final int[] words = new int[KEPT];
  private final int[] starts = new int[KEPT];
  private final int[] ends = new int[KEPT];
  private int count;

  void seen(int word, int start, int end) {
    int i = count++ % KEPT;
    words[i] = word;
    starts[i] = start;
    ends[i] = end;
  }

  /// Whether any word ends at most `within` characters before `offset`, or after it.
  boolean near(int offset, int within) {
    return count > 0 && offset - ends[(count - 1) % KEPT] <= within;
  }

  /// Whether one of some words ends before `start`, at most `within` characters.
  boolean before(int start, int[] some, int within) {
    for (int i = count - 1; i >= Math.max(0, count - KEPT); i--) {
      int end = ends[i % KEPT];
      if (end > start) continue;
      if (start - end > RuleReader.WITHIN_MAX) return false;
      if (start - end > within) continue;
      for (int word : some) {
        if (words[i % KEPT] == word) return true;
      }
    }
    return false;
  }

  /// Where the first word begins that ends at or after `offset`; a very large number where none
  /// does.
  int needed(int offset) {
    int needed = Integer.MAX_VALUE;
    for (int i = count - 1; i >= Math.max(0, count - KEPT); i--) {
      if (ends[i % KEPT] < offset) break;
      needed = Math.min(needed, starts[i % KEPT]);
    }
    return needed;
  }
}
