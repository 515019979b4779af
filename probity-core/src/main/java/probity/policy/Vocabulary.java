package probity.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.yaml.Nearest;

/// Which words a fact can hold. A condition that compares with another word never holds, so the
/// word is a mistake.
final class Vocabulary {
  private final Map<Fact, SortedSet<String>> words;

  private Vocabulary(Map<Fact, SortedSet<String>> words) {
    this.words = words;
  }

  /// Knows nothing, and so objects to nothing.
  static final Vocabulary OPEN = new Vocabulary(new EnumMap<>(Fact.class));

  /// This vocabulary, with all the words that a fact can hold.
  Vocabulary with(Fact fact, Collection<String> known) {
    var copy = new EnumMap<Fact, SortedSet<String>>(Fact.class);
    copy.putAll(words);
    copy.put(fact, new TreeSet<>(known));
    return new Vocabulary(copy);
  }

  /// All the words that a fact can hold beside the empty one; nothing where it can hold any.
  Optional<SortedSet<String>> words(Fact fact) {
    return Optional.ofNullable(words.get(fact)).map(Collections::unmodifiableSortedSet);
  }

  /// What is wrong with `word` for this fact. The empty word, which says that a fact is not there,
  /// is always right.
  Optional<String> objection(Fact fact, String word) {
    SortedSet<String> known = words.get(fact);
    if (known == null || known.contains(word) || word.isEmpty()) return Optional.empty();
    return Optional.of(
        "`" + fact.word() + "` never holds `" + word + "`" + Nearest.hint(word, known));
  }
}
