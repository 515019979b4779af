package probity.timestamp;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When one authority is asked, and for which logs: each at most once in `every`, and only where
/// there are entries that no anchor covers, anchors aside. After a failure it waits ever longer, up
/// to `every`.
///
/// Decides and remembers, and does nothing; one thread at a time.
final class TimestampSchedule {
  static final Duration FIRST_RETRY = Duration.ofSeconds(10);

  private final String authority;
  private final Duration every;
  private final String recordsOrigin;
  private final Map<String, Covered> covered = new HashMap<>();
  private Optional<Instant> lastSuccess = Optional.empty();
  private Optional<TimestampState.Failure> lastFailure = Optional.empty();

  /// Failures since the last success.
  private int failures;

  /// @param recordsOrigin of the log that anchors are appended to, and that they make grow
  TimestampSchedule(String authority, Duration every, String recordsOrigin) {
    this.authority = authority;
    this.every = every;
    this.recordsOrigin = recordsOrigin;
  }

  /// The newest checkpoint of a log that has an anchor.
  ///
  /// @param anchors how many entries below `size` are anchors, where the log is `records`
  private record Covered(long size, long anchors, Instant at) {}

  /// The logs to ask for now.
  ///
  /// @param anchors how many anchors were ever appended to `records`
  List<Latest> due(Instant now, List<Latest> latest, long anchors) {
    if (failures > 0 && waits(now, lastFailure.orElseThrow().at(), pause())) return List.of();
    return latest.stream().filter(each -> isDue(now, each, anchors)).toList();
  }

  private boolean isDue(Instant now, Latest latest, long anchors) {
    var checkpoint = latest.checkpoint();
    var last = Optional.ofNullable(covered.get(checkpoint.origin()));
    if (last.isEmpty()) return checkpoint.size() > 0;
    if (waits(now, last.get().at(), every)) return false;
    boolean grownByAnchors = checkpoint.origin().equals(recordsOrigin);
    long anchorsSince = grownByAnchors ? anchors - last.get().anchors() : 0;
    return checkpoint.size() - last.get().size() > anchorsSince;
  }

  /// A clock that was set back ends the wait, rather than making it longer.
  private static boolean waits(Instant now, Instant since, Duration pause) {
    return !now.isBefore(since) && now.isBefore(since.plus(pause));
  }

  /// There is an anchor for a checkpoint of `size`.
  ///
  /// @param anchors how many entries below `size` are anchors, where the log is `records`
  void covered(String origin, long size, long anchors, Instant at) {
    covered.put(origin, new Covered(size, anchors, at));
    lastSuccess = Optional.of(at);
    failures = 0;
  }

  void failed(Instant at, String detail) {
    lastFailure = Optional.of(new TimestampState.Failure(at, detail));
    failures++;
  }

  private Duration pause() {
    var doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(every) < 0 ? doubled : every;
  }

  TimestampState state(Instant now) {
    Instant next =
        failures > 0
            ? lastFailure.orElseThrow().at().plus(pause())
            : covered.values().stream()
                .map(each -> each.at().plus(every))
                .min(Instant::compareTo)
                .orElse(now);
    return new TimestampState(authority, failures > 0, lastSuccess, lastFailure, next);
  }
}
