package probity.policy;

/// What a decision comes to.
public sealed interface Verdict {
  record Permit() implements Verdict {}

  /// @param rule the rule that refused; one under `probity/` is the product's own
  /// @param reason in the words of the bundle, shown to the caller
  record Refuse(String rule, String reason) implements Verdict {}

  /// The word on entries.
  default String word() {
    return switch (this) {
      case Permit() -> "permit";
      case Refuse(_, _) -> "refuse";
    };
  }
}
