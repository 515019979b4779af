package probity.policy.diff;

/// What a change means for what is permitted.
public enum Direction {
  /// More is permitted, or less is done beside.
  WIDER,
  /// Nothing shows that no more is permitted.
  PERHAPS_WIDER,
  /// Certainly no more is permitted.
  NARROWER,
  SAME;

  /// Whether it counts as wider: in doubt it does.
  public boolean widens() {
    return this == WIDER || this == PERHAPS_WIDER;
  }

  public String word() {
    return switch (this) {
      case WIDER -> "wider";
      case PERHAPS_WIDER -> "perhaps wider";
      case NARROWER -> "narrower";
      case SAME -> "same";
    };
  }
}
