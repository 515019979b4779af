package probity.gateway;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.evidence.Outcome;
import probity.exchange.Facts;
import probity.ledger.Hash;
import probity.policy.Decision;
import probity.policy.Verdict;

/// What a request takes that others then lack: a place in each counter, and grants, which are used
/// once. A request that is refused gives back what it took.
final class Allowance {
  private final Asked asked;
  private final Grants reviews;
  private final Counters.Taken counted;
  private final SortedMap<String, Hash> grants;
  private final Facts facts;

  private Allowance(
      Asked asked,
      Grants reviews,
      Counters.Taken counted,
      SortedMap<String, Hash> grants,
      Facts facts) {
    this.asked = asked;
    this.reviews = reviews;
    this.counted = counted;
    this.grants = grants;
    this.facts = facts;
  }

  static Allowance take(Asked asked, Counters counters, Grants reviews) {
    var bundle = asked.inForce().bundle();
    var bare = asked.facts();
    var counted = counters.take(bundle, bare, asked.subject());
    SortedMap<String, Hash> grants =
        bundle.queues().isEmpty() ? new TreeMap<>() : reviews.take(asked.held());
    return new Allowance(
        asked, reviews, counted, grants, bare.with(counted.before(), List.copyOf(grants.keySet())));
  }

  /// The request's facts, all of them.
  Facts facts() {
    return facts;
  }

  /// Leaf hashes of the grants that the request uses.
  List<Hash> grants() {
    return List.copyOf(grants.values());
  }

  /// What was decided, before it is on record.
  void decided(Decision decision) {
    if (decision.verdict() instanceof Verdict.Refuse) giveBack();
  }

  /// Nothing came of the request.
  void giveBack() {
    counted.giveBack();
    if (!grants.isEmpty()) reviews.giveBack(asked.held(), grants);
  }

  /// The answer has ended.
  void used(Outcome.Usage usage, long answerBytes) {
    counted.used(usage, facts.bodyBytes(), answerBytes);
  }

  /// A refusal that waits for a person is on record now.
  void refused(Verdict.Refuse refusal, String record) {
    if (refusal.kind() instanceof Verdict.Kind.Review(var queue)) {
      reviews.held(asked.held(), record, queue);
    }
  }

  /// Seconds until a retry can help, for a refusal at a limit.
  long retryAfter(Verdict.Refuse refusal) {
    return refusal.kind() instanceof Verdict.Kind.Limit(var counter)
        ? counted.secondsUntilLower(counter)
        : 0;
  }
}
