package probity.yaml;

import java.util.ArrayList;
import java.util.List;

/// Collects the mistakes of one reading; at most 1,000, so that a hostile file cannot fill memory.
public final class Mistakes {
  private static final int MISTAKES_MAX = 1000;

  private final List<Mistake> mistakes = new ArrayList<>();

  public void add(Mistake mistake) {
    if (mistakes.size() < MISTAKES_MAX) mistakes.add(mistake);
  }

  public boolean none() {
    return mistakes.isEmpty();
  }

  /// All of them, by file and place.
  public List<Mistake> inOrder() {
    return mistakes.stream().sorted(Mistake.BY_PLACE).toList();
  }
}
