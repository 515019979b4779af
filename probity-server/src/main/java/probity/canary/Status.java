package probity.canary;

import java.util.Optional;
import probity.evidence.CanaryRun;
import probity.ledger.Json;
import probity.policy.Canary;

/// How a canary in force stands.
///
/// @param last its last run since the program started
/// @param at when that ended, UTC; empty before
/// @param entry leaf hash of that run's entry, in hex; empty where it could not be written
/// @param overdue whether it has had no result for two of its periods
public record Status(
    Canary canary, Optional<CanaryRun> last, String at, String entry, boolean overdue) {

  /// `met`, `missed`, `overdue`, or `waiting` for its first run.
  public String result() {
    if (overdue) return "overdue";
    return last.map(run -> run.met() ? "met" : "missed").orElse("waiting");
  }

  Json.Obj json() {
    return Json.object()
        .put("canary", canary.id())
        .put("requirement", canary.requirement())
        .put("controls", canary.controls())
        .put("every", canary.every().toSeconds())
        .put("at", at)
        .put("result", result())
        .put("reason", last.map(CanaryRun::reason).orElse(""))
        .put("exchange", last.map(CanaryRun::exchange).orElse(""))
        .put("entry", entry)
        .build();
  }
}
