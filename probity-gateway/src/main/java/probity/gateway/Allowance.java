package probity.gateway;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import probity.evidence.Outcome;
import probity.exchange.Facts;
import probity.exchange.Purpose;
import probity.ledger.Hash;
import probity.policy.Decision;
import probity.policy.ReviewQueue;
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

  /// Runs `then` at once where nobody has granted the request, else later on `home`.
  static void take(
      Asked asked, Counters counters, Grants reviews, Executor home, Consumer<Allowance> then) {
    var bundle = asked.inForce().bundle();
    var bare = asked.facts();
    var counted = counters.take(bundle, bare, asked.subject());
    Consumer<SortedMap<String, Hash>> granted =
        grants ->
            then.accept(
                new Allowance(
                    asked,
                    reviews,
                    counted,
                    grants,
                    bare.with(counted.before(), List.copyOf(grants.keySet()))));
    if (bundle.queues().isEmpty()) {
      granted.accept(new TreeMap<>());
      return;
    }
    var queues = bundle.queues().stream().map(ReviewQueue::id).collect(Collectors.toSet());
    reviews.take(asked.held(), queues, home, granted);
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

  /// A refusal is on record now; how it stands where it waits for a person.
  Optional<Grants.Standing> refused(Verdict.Refuse refusal, Grants.Case refused) {
    return refusal.kind() instanceof Verdict.Kind.Review(var id)
        ? queue(id).map(queue -> reviews.held(asked.held(), refused, queue))
        : Optional.empty();
  }

  /// A decision is on record that somebody looks at afterwards.
  void queued(String id, Grants.Case decided) {
    queue(id).ifPresent(queue -> reviews.queued(decided, queue));
  }

  /// The queue, where there is one for people: nobody has to look at a synthetic request.
  private Optional<ReviewQueue> queue(String id) {
    if (asked.purpose() == Purpose.CANARY) return Optional.empty();
    return asked.inForce().bundle().queues().stream()
        .filter(queue -> queue.id().equals(id))
        .findFirst();
  }

  /// Seconds until a retry can help, for a refusal at a limit.
  long retryAfter(Verdict.Refuse refusal) {
    return refusal.kind() instanceof Verdict.Kind.Limit(var counter)
        ? counted.secondsUntilLower(counter)
        : 0;
  }
}
