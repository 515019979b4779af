package probity.canary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.policy.Canary;

/// When each canary is due: at once when it is new or has changed, then once in each of its
/// periods, a little earlier each time by chance, so that nothing can wait for the right moment.
///
/// Times are milliseconds of a clock that only goes on. Not safe for several threads.
final class Schedule {
  private final RandomGenerator random;
  private final Map<String, State> states = new HashMap<>();

  Schedule(RandomGenerator random) {
    this.random = random;
  }

  private static final class State {
    private final Canary canary;
    private long next;
    private long heard;
    private boolean overdue;

    private State(Canary canary, long now) {
      this.canary = canary;
      this.next = now;
      this.heard = now;
    }
  }

  /// Takes the canaries in force: those that are gone are forgotten.
  void keep(List<Canary> canaries, long now) {
    states.keySet().retainAll(canaries.stream().map(Canary::id).toList());
    for (Canary canary : canaries) {
      State known = states.get(canary.id());
      if (known == null || !known.canary.equals(canary)) {
        states.put(canary.id(), new State(canary, now));
      }
    }
  }

  /// The one that has been due for longest.
  Optional<Canary> due(long now) {
    State longest = null;
    for (State state : states.values()) {
      boolean due = state.next <= now;
      if (due && (longest == null || state.next < longest.next)) longest = state;
    }
    return Optional.ofNullable(longest).map(state -> state.canary);
  }

  /// A run has begun.
  void begun(Canary canary, long now) {
    long every = canary.every().toMillis();
    Optional.ofNullable(states.get(canary.id()))
        .ifPresent(state -> state.next = now + every - random.nextLong(every / 10 + 1));
  }

  /// A run has had a result.
  void ended(Canary canary, long now) {
    Optional.ofNullable(states.get(canary.id()))
        .ifPresent(state -> {
          state.heard = now;
          state.overdue = false;
        });
  }

  /// Those that have had no result for two periods; each is told once, until it has one again.
  List<Canary> newlyOverdue(long now) {
    var overdue = new ArrayList<Canary>();
    for (State state : states.values()) {
      if (!state.overdue && now - state.heard > 2 * state.canary.every().toMillis()) {
        state.overdue = true;
        overdue.add(state.canary);
      }
    }
    return overdue;
  }

  boolean isOverdue(String canary) {
    return Optional.ofNullable(states.get(canary)).map(state -> state.overdue).orElse(false);
  }
}
