package probity.evidence;

import java.util.List;
import java.util.Optional;
import probity.ledger.Json;
import probity.policy.Decision;

/// What a bundle that is asked beside the one in force comes to on the same facts. It decides
/// nothing.
///
/// @param decision empty where it could not be asked
public record Shadow(BundleRef bundle, Optional<Decision> decision) {
  /// The word on entries for one that could not be asked.
  private static final String FAILED = "failed";

  Json.Obj json() {
    return bundle
        .json(Json.object())
        .putAll(decision.map(Decisions::json).orElseGet(Shadow::failed))
        .build();
  }

  private static Json.Obj failed() {
    var none = List.<String>of();
    return Json.object()
        .put("verdict", FAILED)
        .put("rule", "")
        .put("reason", "the bundle could not be asked")
        .put("obligations", none)
        .put(
            "rules",
            Json.object()
                .put("evaluated", 0)
                .put("matched", none)
                .put("decided", none)
                .put("failed", none)
                .build())
        .build();
  }
}
