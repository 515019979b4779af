package probity.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import probity.exchange.Facts;

/// A rule as its author wrote it: what it is for, when it holds, and what then happens.
///
/// @param requirement id of the requirement that it carries out
/// @param controls references `<scheme>:<ref>`, such as `42001:A.9.4`
/// @param owner the role that answers for it
/// @param risk id of the risk that it treats
/// @param when the condition, in CEL over the facts
/// @param reason shown to the caller whom it refuses; may be empty for other rules
/// @param labels what it redacts; empty for other rules
public record Rule(
    String id,
    String requirement,
    List<String> controls,
    String owner,
    String risk,
    Facts.Phase on,
    String when,
    Effect then,
    String reason,
    SortedSet<String> labels) {
  /// What a rule does when its condition holds.
  public enum Effect {
    PERMIT,
    REFUSE,
    REDACT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Rule {
    controls = List.copyOf(controls);
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
  }
}
