package probity.policy;

import probity.exchange.Facts;

/// A test that stands beside its rule: given these facts, the rule does this.
///
/// @param given the facts; those that the author did not name are neutral
/// @param expect the rule's own word, or `none` when it must not fire
/// @param line where it stands in `file`, from 1
public record RuleTest(
    String rule, String name, Facts given, String expect, String file, int line) {
  /// The word for a rule that does not fire.
  static final String NONE = "none";

  /// The word for a rule whose condition cannot be evaluated.
  static final String FAILED = "failed";

  /// What came of a test.
  ///
  /// @param got the rule's own word, `none`, or `failed` when its condition could not be evaluated
  public record Result(RuleTest test, String got) {
    public boolean passed() {
      return got.equals(test.expect);
    }

    /// One line for a person: place, rule, test, and what differed.
    public String sentence() {
      String head =
          test.file + ":" + test.line + ": rule `" + test.rule + "`, test `" + test.name + "`: ";
      if (passed()) return head + "passed";
      return head + "expected `" + test.expect + "`, got `" + got + "`";
    }
  }
}
