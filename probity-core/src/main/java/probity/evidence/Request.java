package probity.evidence;

import java.util.List;
import java.util.Optional;
import probity.exchange.Facts;
import probity.exchange.Prompt;
import probity.ledger.Hash;
import probity.policy.Decision;
import probity.source.Origins;

/// What an intent says: the request as it was read, the facts, and the decision on them.
///
/// @param origins which documents its text stands in
/// @param path the path asked for, where no route has it
/// @param trace the caller's `traceparent`, if it sent one
/// @param shadows what bundles that are asked beside come to
/// @param grants leaf hashes of the `grant` entries that let it through
public record Request(
    Prompt prompt,
    Seen seen,
    Origins origins,
    Facts facts,
    Decision decision,
    List<String> undeclaredTools,
    Optional<String> undeclaredModel,
    Optional<String> path,
    Optional<String> trace,
    List<Shadow> shadows,
    List<Hash> grants) {
  public Request {
    undeclaredTools = List.copyOf(undeclaredTools);
    shadows = List.copyOf(shadows);
    grants = List.copyOf(grants);
  }
}
