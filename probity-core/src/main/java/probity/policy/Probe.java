package probity.policy;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import probity.classify.Skeleton;
import probity.exchange.Facts;
import probity.exchange.Place;

/// A named question about the text of an exchange, asked before deciding. Its answer is a fact.
///
/// Both forms take time linear in the text: words are searched for one by one, and RE2 has no
/// backtracking.
///
/// @param words in lower case; any of them matches, in any case, where the text is spelled or, for
///   words with letters or digits, looks so ([Skeleton])
/// @param pattern matches anywhere in the text as it is spelled: what it permits, nothing that only
///   looks alike may claim
public record Probe(
    String id,
    Facts.Phase on,
    Set<Place.Kind> places,
    List<String> words,
    Optional<Pattern> pattern) {
  public Probe {
    places = Set.copyOf(places);
    words = List.copyOf(words);
  }

  /// What it asks, in words that differ where the question does.
  String question() {
    return new TreeSet<>(places) + " " + words + " " + pattern.map(Pattern::pattern).orElse("");
  }

  boolean matches(String text) {
    if (pattern.isPresent()) return pattern.get().matcher(text).find();
    List<String> readings = Skeleton.readings(text);
    if (contains(readings.getFirst(), words)) return true;
    if (readings.size() == 1) return false;
    List<String> looks = words.stream().filter(Probe::speaks).map(Probe::looks).toList();
    return readings.stream().skip(1).anyMatch(reading -> contains(reading, looks));
  }

  /// Whether it is more than signs: what looks like `..` is often an ellipsis.
  private static boolean speaks(String word) {
    return word.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private static String looks(String word) {
    List<String> readings = Skeleton.readings(word);
    return readings.get(Math.min(1, readings.size() - 1)).toLowerCase(Locale.ROOT);
  }

  private static boolean contains(String text, List<String> words) {
    String lower = text.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }
}
