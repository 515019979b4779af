package probity.policy.diff;

import java.util.ArrayList;
import probity.policy.Bundle;
import probity.policy.life.Widening;
import probity.policy.life.Widens;

/// Finds that a bundle widens by examples, which are certain, and by changes that nothing shows to
/// narrow. It does not widen where there are neither.
public final class DiffWidening implements Widening {
  /// So many reasons are enough.
  private static final int WORDS_MAX = 20;

  @Override
  public Widens widens(Bundle from, Bundle to) {
    var diff = BundleDiff.of(from, to);
    var words = new ArrayList<String>();
    diff.examples(Direction.WIDER).forEach(example -> words.add(example.sentence()));
    diff.widening().forEach(change -> words.add(change.what()));
    if (words.size() <= WORDS_MAX) return new Widens(words);
    int more = words.size() - WORDS_MAX;
    var few = new ArrayList<>(words.subList(0, WORDS_MAX));
    few.add(more + " more; `./probity policy diff` has them");
    return new Widens(few);
  }
}
