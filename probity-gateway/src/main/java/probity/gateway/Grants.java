package probity.gateway;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import probity.evidence.Opened;
import probity.exchange.Facts;
import probity.ledger.Hash;
import probity.policy.Decision;
import probity.policy.ReviewQueue;

/// What people decide on requests that wait for them, and what waits. Any thread may call; no call
/// blocks.
public interface Grants {
  /// Where nobody grants anything.
  Grants NONE =
      new Grants() {
        @Override
        public void take(
            Held request,
            Set<String> queues,
            Executor home,
            Consumer<SortedMap<String, Hash>> then) {
          then.accept(new TreeMap<>());
        }

        @Override
        public void giveBack(Held request, Map<String, Hash> grants) {}

        @Override
        public Standing held(Held request, Case refused, ReviewQueue queue) {
          return new Standing.NoRoom();
        }

        @Override
        public void queued(Case decided, ReviewQueue queue) {}
      };

  /// A request as reviews know it again when it comes a second time.
  ///
  /// @param digest SHA-256 over caller, person, method, path, query and body; never recorded in the
  ///   clear, since a short prompt can be guessed
  /// @param time of the request, in milliseconds since 1970
  record Held(String caller, Hash digest, long time) {}

  /// What a person is to judge: a decision of an exchange whose intent is durable.
  ///
  /// @param facts on which it rests
  record Case(Opened opened, Facts facts, Decision decision) {}

  /// How a request stands that was refused until somebody grants it.
  sealed interface Standing {
    /// It waits for a person.
    ///
    /// @param ticket the id of the first exchange that asked for it
    record Waiting(String ticket) implements Standing {}

    /// A person refused it.
    record Denied(String ticket) implements Standing {}

    /// Too many requests wait, so this one does not.
    record NoRoom() implements Standing {}
  }

  /// Takes the grants of `queues` that let this request through, each by its queue as the leaf of
  /// its entry: nobody gets them a second time, not even after a crash.
  ///
  /// Runs `then` at once, on the calling thread, where nothing is granted, else later on `home`.
  void take(
      Held request, Set<String> queues, Executor home, Consumer<SortedMap<String, Hash>> then);

  /// Puts grants back that were taken for a request that was refused all the same.
  void giveBack(Held request, Map<String, Hash> grants);

  /// A request was refused until somebody of the queue grants it. One that waits already is not
  /// listed a second time.
  Standing held(Held request, Case refused, ReviewQueue queue);

  /// A decision that somebody of the queue looks at afterwards.
  void queued(Case decided, ReviewQueue queue);
}
