package probity.classify;

import java.util.List;

/// One form of what is found.
///
/// @param kind what a match is
/// @param forms patterns that are alternatives of each other
/// @param after words of which one must stand before a match, none where nothing has to
/// @param within how many characters before the match such a word may end
/// @param confidence 50 to 100
/// @param checks all of which must hold
/// @param entropy what follows the fixed beginning must have so many tenths of a bit per character
/// @param fixed how many characters at the beginning are the same in every match
record Rule(
    String id,
    Kind kind,
    List<PatternSyntax.Part> forms,
    List<String> after,
    int within,
    int confidence,
    List<Check> checks,
    int entropy,
    int fixed) {

  Rule {
    forms = List.copyOf(forms);
    after = List.copyOf(after);
    checks = List.copyOf(checks);
  }

  /// Whether a text of the form is what the rule looks for.
  boolean proves(String value) {
    for (Check check : checks) {
      if (!check.holds(value)) return false;
    }
    return entropy == 0 || entropy(value, Math.min(fixed, value.length())) >= entropy;
  }

  /// Shannon entropy of the characters from `from` on, in tenths of a bit per character.
  private static int entropy(String value, int from) {
    int[] counts = new int[128];
    int length = value.length() - from;
    if (length == 0) return 0;
    for (int i = from; i < value.length(); i++) counts[value.charAt(i) & 127]++;
    double bits = 0;
    for (int count : counts) {
      if (count > 0) bits -= (double) count / length * Math.log((double) count / length);
    }
    return (int) Math.round(bits / Math.log(2) * 10);
  }
}
