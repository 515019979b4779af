package probity.classify;

/// A pattern that cannot be read or is not allowed.
public final class PatternMistake extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String what;
  private final int at;

  PatternMistake(String pattern, String what, int at) {
    super("pattern `" + pattern + "` has " + what + ", at character " + (at + 1));
    this.what = what;
    this.at = at;
  }

  /// What the pattern has, as a part of a sentence.
  public String what() {
    return what;
  }

  /// The character at which it was seen, from 0.
  public int at() {
    return at;
  }
}
