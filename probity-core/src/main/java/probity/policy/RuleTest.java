package probity.policy;

import probity.exchange.Facts;

/// A test that stands beside its rule: given these facts, the rule does this.
///
/// @param given the facts; those that the author did not name are neutral
/// @param expect the rule's own word, or `none` when it must not fire
/// @param whole `permit` or `refuse`: what the bundle as a whole comes to on the given route; empty
///   where the author does not say
/// @param line where it stands in `file`, from 1
public record RuleTest(
    String rule, String name, Facts given, String expect, String whole, String file, int line) {
  /// The word for a rule that does not fire.
  static final String NONE = "none";

  /// The word for a rule whose condition cannot be evaluated.
  static final String FAILED = "failed";

  /// What came of a test.
  ///
  /// @param got the rule's own word, `none`, or `failed` when its condition could not be evaluated
  /// @param whole what the bundle came to; empty where the test does not say
  public record Result(RuleTest test, String got, String whole) {
    public boolean passed() {
      return got.equals(test.expect) && whole.equals(test.whole);
    }

    /// One line for a person: place, rule, test, and what differed.
    public String sentence() {
      return test.file + ":" + test.line + ": " + what();
    }

    /// The same without the place.
    public String what() {
      String head = "rule `" + test.rule + "`, test `" + test.name + "`: ";
      if (passed()) return head + "passed";
      if (!got.equals(test.expect)) {
        return head + "expected `" + test.expect + "`, got `" + got + "`";
      }
      return head
          + "the bundle as a whole was expected to `"
          + test.whole
          + "`, and comes to `"
          + whole
          + "`";
    }
  }
}
