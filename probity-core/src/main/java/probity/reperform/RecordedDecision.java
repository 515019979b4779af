package probity.reperform;

import java.util.List;
import java.util.Optional;
import probity.exchange.Facts;
import probity.ledger.Json;

/// A decision as an entry states it, with the bundle and the facts that it rests on.
///
/// @param where the member that states it, such as `decisions 2`; empty for the entry's own
/// @param bundle SHA-256 of the bundle, in hex
/// @param facts as the entry has them
/// @param stated its members as in [probity.evidence.Decisions]; empty for the last decision on an
///   answer, which is stated only where it alters the answer
public record RecordedDecision(
    String where, String bundle, Json.Obj facts, Optional<Json.Obj> stated) {
  /// Those that an entry of this kind states, in the order in which they were made.
  public static List<RecordedDecision> of(String kind, Json.Obj body) {
    return RecordedDecisions.of(kind, body);
  }

  /// The facts; empty where a member has another type than it must, or there is no phase.
  public Optional<Facts> decidable() {
    return decidable(facts);
  }

  /// As [#decidable()], of facts that were changed since.
  public static Optional<Facts> decidable(Json.Obj facts) {
    return FactsOnEntry.read(facts);
  }
}
