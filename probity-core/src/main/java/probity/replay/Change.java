package probity.replay;

/// In what the candidate's decision differs from the recorded one.
public enum Change {
  PERMIT_TO_REFUSE("permit to refuse"),
  REFUSE_TO_PERMIT("refuse to permit"),
  /// Permitted by both, and something else is masked, tagged, queued, told or attached.
  OTHER_OBLIGATIONS("other obligations"),
  /// Refused by both, by another rule, for another reason, or with another way out.
  REFUSED_OTHERWISE("refused otherwise");

  private final String words;

  Change(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
