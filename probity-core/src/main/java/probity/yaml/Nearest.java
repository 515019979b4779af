package probity.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses which known word was meant by an unknown one.
public final class Nearest {
  private static final int WORD_MAX = 64;

  private Nearest() {}

  /// The known word with the smallest edit distance, if a third of its letters or fewer differ.
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > WORD_MAX) return Optional.empty();
    return known.stream()
        .filter(candidate -> candidate.length() <= WORD_MAX)
        .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// The guess as the end of a message, or nothing.
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> ", did you mean `" + near + "`?").orElse("");
  }

  /// How many letters must be inserted, removed or changed (Levenshtein).
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) previous[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
