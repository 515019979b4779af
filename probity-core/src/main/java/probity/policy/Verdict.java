package probity.policy;

/// What a decision comes to.
public sealed interface Verdict {
  record Permit() implements Verdict {}

  /// @param rule the rule that refused; one under `probity/` is the product's own
  /// @param reason in the words of the bundle, shown to the caller
  /// @param kind whether something lets the same request through later
  record Refuse(String rule, String reason, Kind kind) implements Verdict {
    /// A refusal that stays one.
    public Refuse(String rule, String reason) {
      this(rule, reason, new Kind.Plain());
    }
  }

  /// What would have to happen for a refused request to be permitted.
  sealed interface Kind {
    /// Another request, or another bundle.
    record Plain() implements Kind {}

    /// A person of the queue's role grants it, and the caller sends it again.
    record Review(String queue) implements Kind {}

    /// Time passes: the counter is at its limit.
    record Limit(String counter) implements Kind {}
  }

  /// The word on entries.
  default String word() {
    return switch (this) {
      case Permit() -> "permit";
      case Refuse _ -> "refuse";
    };
  }
}
