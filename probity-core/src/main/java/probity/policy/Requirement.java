package probity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A sentence that the organisation holds itself to, where it comes from, and how it is met.
///
/// Rules name the requirement that they carry out, so `metBy` need not repeat them.
///
/// @param metBy what meets it, at most 64; rules among them are rules of the same bundle
/// @param owner the role that answers for it, where the bundle names one
public record Requirement(
    String id,
    String sentence,
    Kind kind,
    Source source,
    List<MetBy> metBy,
    Optional<String> owner) {
  /// What the system does, or how well and within which bounds it does so.
  public enum Kind {
    FUNCTIONAL,
    NON_FUNCTIONAL;

    public String word() {
      return wordOf(this);
    }
  }

  /// What kind of thing a requirement follows from (ISO/IEC 42001, 4.1, 4.2, 6.1 and A.6.2.2).
  public enum Origin {
    INTERESTED_PARTY,
    POLICY,
    LAW,
    RISK,
    IMPACT_ASSESSMENT,
    CONTRACT,
    DECISION;

    public String word() {
      return wordOf(this);
    }
  }

  /// Where a requirement comes from.
  ///
  /// @param ref the paragraph, party, risk or revision, as its own register names it
  public record Source(Origin from, String ref) {}

  /// How a requirement is met.
  public sealed interface MetBy {
    /// A rule of the bundle: the gateway enforces it.
    record ByRule(String rule) implements MetBy {}

    /// An objective of the management system that is measured.
    record ByObjective(String objective, String metric) implements MetBy {}

    /// A validation, such as a test report or an evaluation.
    record ByValidation(String ref) implements MetBy {}

    /// The record of a process that people carry out.
    record ByProcess(String ref) implements MetBy {}
  }

  public Requirement {
    metBy = List.copyOf(metBy);
  }

  private static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
