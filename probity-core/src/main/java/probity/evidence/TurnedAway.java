package probity.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import probity.ledger.Json;

/// Counts requests that came to nobody we know, so that they show in the ledger without letting
/// strangers make it grow (P7): the first 20 of a minute get an entry each, the others are counted
/// in one entry when the minute is over.
///
/// Safe for any thread.
public final class TurnedAway {
  private static final int FULL_PER_MINUTE = 20;
  private static final long MINUTE = 60_000;

  private long minute;
  private int count;
  private TreeMap<String, Integer> reasons = new TreeMap<>();

  /// Counts one request; gives the entries to write now.
  public synchronized List<Draft> add(String reason, long now, String log) {
    var due = new ArrayList<Draft>();
    minuteOver(now, log).ifPresent(due::add);
    count++;
    if (count <= FULL_PER_MINUTE) {
      due.add(draft(log, now, now, 1, new TreeMap<>(Map.of(reason, 1))));
    } else {
      reasons.merge(reason, 1, Integer::sum);
    }
    return due;
  }

  /// The entry for the last minute's uncounted requests, if that minute is over and had any.
  public synchronized Optional<Draft> minuteOver(long now, String log) {
    long current = now - now % MINUTE;
    if (current == minute) return Optional.empty();
    int rest = count - FULL_PER_MINUTE;
    var summary =
        rest > 0
            ? Optional.of(draft(log, minute, minute + MINUTE, rest, reasons))
            : Optional.<Draft>empty();
    minute = current;
    count = 0;
    reasons = new TreeMap<>();
    return summary;
  }

  private static Draft draft(
      String log, long from, long until, int count, Map<String, Integer> reasons) {
    var byReason = Json.object();
    reasons.forEach((reason, number) -> byReason.put(reason, (long) number));
    return new Draft(
        log,
        "turned-away",
        Json.object()
            .put("from", Records.time(from))
            .put("until", Records.time(until))
            .put("count", count)
            .put("reasons", byReason.build())
            .build());
  }
}
