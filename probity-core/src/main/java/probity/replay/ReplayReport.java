package probity.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import probity.ledger.Json;

/// A tally for people and for machines.
public final class ReplayReport {
  private static final int SHOWN_MAX = 10;

  private final Tally tally;
  private final String candidate;

  /// @param candidate name, version and digest of the bundle
  public ReplayReport(Tally tally, String candidate) {
    this.tally = tally;
    this.candidate = candidate;
  }

  /// Line by line; the last one says it all.
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("candidate " + candidate);
    for (Change change : Change.values()) {
      var changed = tally.changed(change);
      if (changed.count() == 0) continue;
      lines.add(change.words() + ": " + changed.count());
      lines.add("  by rule    " + most(changed.rules()));
      lines.add("  by caller  " + most(changed.callers()));
      lines.add("  by route   " + most(changed.routes()));
      lines.add("  records    " + String.join(" ", changed.examples()));
    }
    tally
        .inexactBy()
        .forEach((why, n) -> lines.add(why + ": " + decisions(n) + " cannot be replayed exactly"));
    tally
        .unreadableBy()
        .forEach((why, n) -> lines.add(why + ": " + decisions(n) + " not replayed"));
    lines.add(summary());
    return List.copyOf(lines);
  }

  private String summary() {
    long unreadable = sum(tally.unreadableBy());
    long change = 0;
    for (Change each : Change.values()) change += tally.changed(each).count();
    String rest = "";
    if (tally.inexact() > 0) rest += ", " + tally.inexact() + " not exactly";
    if (unreadable > 0) rest += ", " + unreadable + " not replayed";
    return decisions(tally.decisions())
        + " of "
        + tally.records()
        + (tally.records() == 1 ? " record, " : " records, ")
        + change
        + (change == 1 ? " changes" : " change")
        + rest;
  }

  private static String decisions(long n) {
    return n + (n == 1 ? " decision" : " decisions");
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The largest first, the rest as a number.
  private static String most(SortedMap<String, Long> counts) {
    var sorted =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    var shown = new ArrayList<String>();
    for (var each : sorted.subList(0, Math.min(SHOWN_MAX, sorted.size()))) {
      shown.add((each.getKey().isEmpty() ? "(none)" : each.getKey()) + " " + each.getValue());
    }
    if (sorted.size() > SHOWN_MAX) shown.add("and " + (sorted.size() - SHOWN_MAX) + " more");
    return String.join(", ", shown);
  }

  public Json.Obj json() {
    var changes = Json.object();
    for (Change change : Change.values()) {
      var changed = tally.changed(change);
      changes.put(
          change.words().replace(' ', '-'),
          Json.object()
              .put("decisions", changed.count())
              .put("rules", numbers(changed.rules()))
              .put("callers", numbers(changed.callers()))
              .put("routes", numbers(changed.routes()))
              .put("records", changed.examples())
              .build());
    }
    return Json.object()
        .put("candidate", candidate)
        .put("records", tally.records())
        .put("decisions", tally.decisions())
        .put("changes", changes.build())
        .put("inexact", tally.inexact())
        .put("inexact_by", numbers(tally.inexactBy()))
        .put("unreadable_by", numbers(tally.unreadableBy()))
        .build();
  }

  private static Json.Obj numbers(SortedMap<String, Long> counts) {
    var object = Json.object();
    counts.forEach(object::put);
    return object.build();
  }
}
