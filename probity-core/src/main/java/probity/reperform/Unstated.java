package probity.reperform;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Facts;
import probity.ledger.Entry;
import probity.ledger.Json;

/// The last decision on an answer, where `decisions` of its outcome does not state it.
final class Unstated {
  private static final Set<String> BINDING = Set.of("tag", "queue", "notify");

  private Unstated() {}

  /// Why it must have been stated: it refuses, it masks something that was found, or it binds to
  /// what none before it did.
  static Optional<String> objection(Json.Obj again, Facts facts, Json.Obj outcome) {
    var stated = outcome.items("decisions");
    if (stated.size() >= Entry.LIST_MAX || !matters(again, facts, stated)) return Optional.empty();
    return Optional.of(
        "the last decision on the answer, decided again, matters ("
            + again.text("verdict").orElse("")
            + "), and `decisions` does not state it");
  }

  private static boolean matters(Json.Obj again, Facts facts, List<Json> stated) {
    if (again.text("verdict").equals(Optional.of("refuse"))) return true;
    var bound = new HashSet<Json>();
    Json.objects(stated).forEach(one -> bound.addAll(one.items("obligations")));
    for (Json.Obj obligation : Json.objects(again.items("obligations"))) {
      boolean masks =
          obligation.items("labels").stream()
              .anyMatch(
                  label -> label instanceof Json.Str(var text) && facts.labels().containsKey(text));
      boolean binds = BINDING.contains(obligation.text("kind").orElse(""));
      if (masks || (binds && !bound.contains(obligation))) return true;
    }
    return false;
  }
}
