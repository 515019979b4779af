package probity.classify;

/// What a text must be besides having the form of a rule.
interface Check {
  /// @param value all that the form matched
  boolean holds(CharSequence value);
}
