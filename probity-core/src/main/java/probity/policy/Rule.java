package probity.policy;

import java.util.List;
import probity.exchange.Facts;

/// A rule as its author wrote it: what it is for, when it holds, and what then happens.
///
/// @param requirement id of the requirement that it carries out
/// @param controls references `<scheme>:<ref>`, such as `42001:A.9.4`
/// @param owner the role that answers for it
/// @param risk id of the risk that it treats
/// @param assessment revision of the impact assessment that asks for it; empty where none is cited
/// @param when the condition, in CEL over the facts
/// @param reason shown to the caller whom it refuses; may be empty for rules that refuse nothing
/// @param file where it is written, `line` from 1
public record Rule(
    String id,
    String requirement,
    List<String> controls,
    String owner,
    String risk,
    String assessment,
    Facts.Phase on,
    String when,
    Effect then,
    String reason,
    String file,
    int line) {

  public Rule {
    controls = List.copyOf(controls);
  }
}
