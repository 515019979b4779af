package probity.gateway;

import probity.evidence.Exchange;
import probity.exchange.Facts;
import probity.policy.Obligation;
import probity.policy.Verdict;

/// Tells people what a rule wants them to know. Bears ids and words of the bundle, never content.
/// Any thread may call; no call blocks, and a message that finds no room is counted and dropped.
public interface Notifier {
  /// @param exchange where it happened; what is told of is on record already
  void notify(Obligation.Notify obligation, Verdict verdict, Facts facts, Exchange exchange);
}
