package probity.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A label that a bundle defines: what is found are its words and patterns, as whole words.
///
/// @param label begins with [#PREFIX]
/// @param version counted up by the author whenever it finds more or less than before
/// @param words and phrases in any case, in all of their [WordForms]
/// @param exact words and phrases in the case that they are spelled in
/// @param patterns in the syntax of rules
/// @param after words of which one must stand before a match, none where nothing has to
/// @param confidence 50 to 100
public record OwnLabel(
    String label,
    int version,
    List<String> words,
    List<String> exact,
    List<String> patterns,
    List<String> after,
    int confidence) {
  /// So that no label of the product will ever have the name.
  public static final String PREFIX = "business.";

  /// What a space of a phrase matches.
  private static final PatternSyntax.Part SPACE = PatternSyntax.read("[ \u00a0\t\r\n]{1,3}");

  private static final int WITHIN = 40;

  public OwnLabel {
    words = List.copyOf(words);
    exact = List.copyOf(exact);
    patterns = List.copyOf(patterns);
    after = List.copyOf(after);
    if (!label.startsWith(PREFIX)) throw new IllegalArgumentException("no label of a bundle");
  }

  /// What is wrong with a pattern: its form, or that it alone needs too many states.
  public static Optional<PatternMistake> mistake(String pattern) {
    try {
      var alone = new AutomatonBuilder(RuleSet.STATES_ALONE_MAX);
      alone.add(PatternSyntax.read(pattern), 1, true);
      alone.build();
      return Optional.empty();
    } catch (PatternMistake mistake) {
      return Optional.of(mistake);
    } catch (IllegalArgumentException e) {
      return Optional.of(new PatternMistake(pattern, String.valueOf(e.getMessage()), 0));
    }
  }

  Kind kind() {
    return new Kind(label, version);
  }

  /// The rule that finds it.
  Rule rule() {
    var forms = new ArrayList<PatternSyntax.Part>();
    words.forEach(word -> forms.add(WordForms.anyCase(word, SPACE)));
    exact.forEach(word -> forms.add(WordForms.exactly(word, SPACE)));
    patterns.forEach(pattern -> forms.add(PatternSyntax.read(pattern)));
    return new Rule(label, kind(), forms, after, WITHIN, confidence, List.of(), 0, 0);
  }
}
