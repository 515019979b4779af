package probity.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.evidence.Journal;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// Refuses new exchanges while published traffic has waited longer for witnesses than the bundle in
/// force allows, and counts them: one `gap` entry for each log says so once witnesses are back.
///
/// No entry is made for each, or a gateway that nobody witnesses would write without bound.
final class Unwitnessed {
  static final String REASON = "unwitnessed";

  private final LongSupplier waitedMillis;
  private final TreeMap<String, Gap> gaps = new TreeMap<>();

  private record Gap(long from, long until, long refused) {
    Draft draft(String log) {
      return new Draft(
          log,
          "gap",
          Json.object()
              .put("from", UtcTime.text(from))
              .put("until", UtcTime.text(until))
              .put("reason", REASON)
              .put("refused", refused)
              .build());
    }
  }

  /// @param waitedMillis how long the oldest published traffic has waited; 0 for nothing
  Unwitnessed(LongSupplier waitedMillis) {
    this.waitedMillis = waitedMillis;
  }

  boolean over(Optional<Duration> longest) {
    return longest.isPresent() && waitedMillis.getAsLong() > longest.get().toMillis();
  }

  /// Counts an exchange of `log` that was refused.
  void refused(String log, long now) {
    add(log, new Gap(now, now, 1));
  }

  private synchronized void add(String log, Gap gap) {
    gaps.merge(
        log,
        gap,
        (one, other) ->
            new Gap(
                Math.min(one.from, other.from),
                Math.max(one.until, other.until),
                one.refused + other.refused));
  }

  private synchronized Map<String, Gap> take() {
    var taken = Map.copyOf(gaps);
    gaps.clear();
    return taken;
  }

  /// Writes what was refused, if the wait is over. What cannot be written is kept for later.
  void write(Journal journal, Optional<Duration> longest) {
    if (over(longest)) return;
    take()
        .forEach((log, gap) ->
            journal.append(
                gap.draft(log),
                Runnable::run,
                appended -> {
                  if (appended instanceof Appended.Unwritable) add(log, gap);
                }));
  }
}
