package probity.store.file;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import probity.evidence.Draft;
import probity.ledger.Json;
import probity.ledger.UtcTime;

/// Exchanges that left no entry because the ledger could not be written: one `gap` entry per
/// traffic log says so once it can be again.
///
/// Any thread may tell of a refusal; the writer takes what is due.
final class Gaps {
  /// So long nothing must have been refused, that a ledger at its bound writes one entry and not
  /// thousands.
  private static final long QUIET_MILLIS = 1_000;

  private final TreeMap<String, Gap> gaps = new TreeMap<>();

  /// @param refused intents; other drafts belong to an exchange that has its entry
  record Gap(String log, long from, long until, String reason, long refused) {
    Draft draft() {
      return new Draft(
          log,
          "gap",
          Json.object()
              .put("from", UtcTime.text(from))
              .put("until", UtcTime.text(until))
              .put("reason", reason)
              .put("refused", refused)
              .build());
    }

    /// Both as one; the earlier reason stays.
    private Gap and(Gap later) {
      return new Gap(
          log,
          Math.min(from, later.from),
          Math.max(until, later.until),
          reason,
          refused + later.refused);
    }
  }

  void refused(Draft draft, String reason, long now) {
    if (draft.log().equals(LogName.RECORDS)) return;
    add(new Gap(draft.log(), now, now, reason, draft.kind().equals("intent") ? 1 : 0));
  }

  /// Puts one back that could not be written.
  synchronized void add(Gap gap) {
    gaps.merge(gap.log, gap, Gap::and);
  }

  /// Takes the gaps that are over; all of them `atEnd`.
  synchronized List<Gap> take(long now, boolean atEnd) {
    if (gaps.isEmpty()) return List.of();
    var due = new ArrayList<Gap>();
    for (Gap gap : List.copyOf(gaps.values())) {
      if (!atEnd && Math.abs(now - gap.until) < QUIET_MILLIS) continue;
      due.add(gap);
      gaps.remove(gap.log);
    }
    return due;
  }
}
