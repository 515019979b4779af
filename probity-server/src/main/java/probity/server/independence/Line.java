package probity.server.independence;

/// One thing that must hold for a rung, and what was seen of it.
public record Line(String claim, Answer answer, String evidence) {
  /// Whether it holds; where nothing could be seen it is not known, and counts as little as no.
  public enum Answer {
    YES("yes"),
    NO("no"),
    NOT_KNOWN("not known");

    private final String word;

    Answer(String word) {
      this.word = word;
    }

    /// As it is printed.
    public String word() {
      return word;
    }
  }

  static Line yes(String claim, String evidence) {
    return new Line(claim, Answer.YES, evidence);
  }

  static Line no(String claim, String evidence) {
    return new Line(claim, Answer.NO, evidence);
  }

  static Line notKnown(String claim, String evidence) {
    return new Line(claim, Answer.NOT_KNOWN, evidence);
  }

  static Line of(boolean holds, String claim, String evidence) {
    return holds ? yes(claim, evidence) : no(claim, evidence);
  }
}
