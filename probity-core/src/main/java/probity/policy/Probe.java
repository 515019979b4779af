package probity.policy;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import probity.exchange.Facts;
import probity.exchange.Place;

/// A named question about the text of an exchange, asked before deciding. Its answer is a fact.
///
/// Both forms take time linear in the text: words are searched for one by one, and RE2 has no
/// backtracking.
///
/// @param words in lower case; any of them matches, in any case
/// @param pattern matches anywhere in the text
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
    String lower = text.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }
}
