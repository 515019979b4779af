package probity.console.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slows down guessing: after some attempts that failed, each further one has to wait, twice as
/// long each time, up to a quarter of an hour. Nothing is locked for good, so that nobody can keep
/// somebody else out for good.
final class Throttle {
  private static final Duration WAIT_MAX = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int DOUBLINGS_MAX = 20;
  private static final int KEYS_MAX = 20_000;

  private record Tries(int count, Instant last) {}

  private final int free;
  private final InstantSource clock;
  // The least recently used first; guarded by `this`.
  private final Map<String, Tries> tries = new LinkedHashMap<>(16, 0.75f, true);

  /// @param free attempts without a wait
  Throttle(int free, InstantSource clock) {
    this.free = free;
    this.clock = clock;
  }

  /// Counts an attempt as failed until [#succeeded], or says how long to wait with it; so attempts
  /// at the same time do not slip through together.
  synchronized Optional<Duration> attempt(String key) {
    var now = clock.instant();
    var before = tries.getOrDefault(key, new Tries(0, Instant.EPOCH));
    if (before.last.plus(FORGOTTEN_AFTER).isBefore(now)) before = new Tries(0, now);
    var allowed = before.last.plus(wait(before.count));
    if (now.isBefore(allowed)) return Optional.of(Duration.between(now, allowed));
    tries.put(key, new Tries(before.count + 1, now));
    if (tries.size() > KEYS_MAX) tries.remove(tries.keySet().iterator().next());
    return Optional.empty();
  }

  synchronized void succeeded(String key) {
    tries.remove(key);
  }

  /// Takes back one attempt that turned out well, where others of the same key count on.
  synchronized void undo(String key) {
    tries.computeIfPresent(key, (_, was) -> new Tries(Math.max(0, was.count - 1), was.last));
  }

  private Duration wait(int count) {
    if (count < free) return Duration.ZERO;
    var wait = Duration.ofSeconds(1L << Math.min(count - free, DOUBLINGS_MAX));
    return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
  }
}
