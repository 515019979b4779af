package probity.conformance;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.classify.Judge;
import probity.classify.Ruling;

/// The rules of `conformance/matrix/bundle`, as they are without a gateway: what is masked, what is
/// refused.
final class Rules implements Judge {
  /// Kinds of content that nobody reads, and that the bundle therefore refuses.
  static final Set<String> NOT_READ =
      Set.of("image", "audio", "video", "file", "encrypted", "tokens");

  private static final SortedSet<String> MASKED =
      Arrays.stream(Secret.values())
          .filter(secret -> secret.masked)
          .map(secret -> secret.label)
          .collect(Collectors.toCollection(TreeSet::new));

  @Override
  public Ruling rule(SortedMap<String, Integer> labels, SortedSet<String> uninspected) {
    if (refuses(labels.keySet(), uninspected)) return new Ruling.Cut();
    return new Ruling.Redact(MASKED);
  }

  static boolean refuses(Collection<String> labels, Collection<String> uninspected) {
    return !MASKED.containsAll(labels) || uninspected.stream().anyMatch(NOT_READ::contains);
  }

  static boolean masks(String label) {
    return MASKED.contains(label);
  }

  @Override
  public boolean offers(String tool) {
    return true;
  }
}
