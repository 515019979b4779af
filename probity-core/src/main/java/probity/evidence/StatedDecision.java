package probity.evidence;

import probity.ledger.Json;
import probity.policy.Decision;

/// A decision as entries state it, for whoever decides again and compares.
public final class StatedDecision {
  private StatedDecision() {}

  /// The members `obligations`, `reason`, `rule`, `rules` and `verdict`, and no others.
  public static Json.Obj of(Decision decision) {
    return Records.decision(decision);
  }
}
