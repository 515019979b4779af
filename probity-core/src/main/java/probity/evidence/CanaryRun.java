package probity.evidence;

import java.util.List;
import java.util.Optional;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.Canary;

/// One run of a canary, as the ledger says it: which control was tried, by which exchange, and
/// whether what was expected came of it.
///
/// @param exchange its id; empty where none was opened
/// @param intent leaf hash of the exchange's intent
/// @param reason a word of the product that says what was missed; empty exactly when it was met
/// @param trigger `schedule`, or `person` where somebody asked for the run
public record CanaryRun(
    Canary canary,
    BundleRef bundle,
    String exchange,
    Optional<Hash> intent,
    String reason,
    String trigger) {
  public boolean met() {
    return reason.isEmpty();
  }

  /// The entry of kind `canary` (docs/formats/ledger.md section 3).
  ///
  /// @param log the folder of the traffic log in which the exchange stands, or would
  public Draft draft(String log) {
    var expected = canary.expected();
    return new Draft(
        log,
        "canary",
        Json.object()
            .put("canary", canary.id())
            .put("requirement", canary.requirement())
            .put("controls", canary.controls())
            .put("bundle", bundle.json())
            .put("every", canary.every().toSeconds())
            .put(
                "expected",
                Json.object()
                    .put("on", expected.on().word())
                    .put("verdict", expected.verdict())
                    .put("rule", expected.rule())
                    .put("redacted", List.copyOf(expected.redacted()))
                    .build())
            .put("exchange", exchange)
            .put("intent", intent.map(Hash::hex).orElse(""))
            .put("result", met() ? "met" : "missed")
            .put("reason", reason)
            .put("trigger", trigger)
            .build());
  }
}
