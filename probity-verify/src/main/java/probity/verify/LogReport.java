package probity.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What was found in one log.
///
/// @param open intents without an outcome
/// @param bundles by whom they were signed, in words; empty where there is none
/// @param signatures whether the signatures of entries were checked
/// @param timestamps those that are good, the ones of fewer entries first
/// @param anchored how many of the first entries are those of a checkpoint shown from outside
public record LogReport(
    String origin,
    long entries,
    int series,
    String firstTime,
    String lastTime,
    SortedMap<String, Long> kinds,
    long open,
    int blobs,
    String bundles,
    KeySource key,
    boolean signatures,
    Silence silence,
    Optional<Witnessed> witnessed,
    List<Timestamped> timestamps,
    long anchored) {
  public LogReport {
    kinds = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Long>) kinds));
    timestamps = List.copyOf(timestamps);
  }

  LogReport with(List<Timestamped> stamps, long anchoredTo) {
    return new LogReport(
        origin,
        entries,
        series,
        firstTime,
        lastTime,
        kinds,
        open,
        blobs,
        bundles,
        key,
        signatures,
        silence,
        witnessed,
        stamps,
        anchoredTo);
  }

  List<String> lines(boolean sound) {
    var counts = new StringBuilder();
    kinds.forEach((kind, count) -> counts.append(", ").append(count).append(' ').append(kind));
    var lines = new ArrayList<String>();
    lines.add("log " + origin);
    lines.add("  entries  " + entries + " in " + series + " series" + counts);
    lines.add("  time     " + firstTime + " to " + lastTime);
    if (kinds.containsKey("intent")) {
      lines.add(
          "  intents  "
              + kinds.get("intent")
              + ", outcomes "
              + kinds.getOrDefault("outcome", 0L)
              + ", open "
              + open);
    }
    if (blobs > 0) lines.add("  blobs    " + blobs);
    if (!bundles.isEmpty()) lines.add("  bundles  " + bundles);
    for (String time : silence.first()) lines.add("  silent   " + time);
    if (silence.count() > silence.first().size()) {
      lines.add("  silent   " + (silence.count() - silence.first().size()) + " times more");
    }
    lines.add("  key      from " + key);
    lines.add("  grades   " + (sound ? grades() : "none: see the findings"));
    return List.copyOf(lines);
  }

  /// The grades that every entry of a log without findings has.
  private String basic() {
    return signatures ? "signed, chained, included" : "chained, included";
  }

  private String grades() {
    var out = new StringBuilder(basic());
    witnessed.ifPresent(some ->
        out.append("; ")
            .append(some.words())
            .append(" to entry ")
            .append(some.entries() - 1)
            .append(
                some.by() == Witnessed.By.FOLDER ? ", witnesses named by the folder itself" : ""));
    if (!timestamps.isEmpty()) {
      var last = timestamps.getLast();
      out.append("; timestamped to entry ")
          .append(last.entries() - 1)
          .append(", ")
          .append(last.time())
          .append(" by ")
          .append(last.tsa());
    }
    out.append(anchored > 0 ? "; anchored " + anchored + " of " + entries : "; unanchored");
    if (key == KeySource.FOLDER) out.append("; self-asserted");
    return out.toString();
  }

  /// The grades of each entry, as ranges of neighbours that have the same.
  List<String> ranges() {
    var ends = new TreeSet<>(List.of(anchored, entries));
    witnessed.ifPresent(some -> ends.add(some.entries()));
    timestamps.forEach(stamp -> ends.add(stamp.entries()));
    var lines = new ArrayList<String>();
    var earliest = earliest();
    long first = 0;
    String grades = "";
    long start = 0;
    for (long end : ends) {
      if (end == first) continue;
      String here = gradesOf(first, earliest.higherEntry(first));
      if (!here.equals(grades) && first > 0) {
        lines.add(start + ".." + (first - 1) + " " + grades);
        start = first;
      }
      grades = here;
      first = end;
    }
    lines.add(start + ".." + (first - 1) + " " + grades);
    return List.copyOf(lines);
  }

  /// The earliest time among the timestamps of at least so many entries.
  private NavigableMap<Long, Instant> earliest() {
    var times = new TreeMap<Long, Instant>();
    Instant earliest = Instant.MAX;
    for (Timestamped stamp : timestamps.reversed()) {
      if (stamp.time().isBefore(earliest)) earliest = stamp.time();
      times.put(stamp.entries(), earliest);
    }
    return times;
  }

  private String gradesOf(long entry, Map.@Nullable Entry<Long, Instant> stamped) {
    var out = new StringBuilder(basic().replace(",", ""));
    witnessed
        .filter(some -> entry < some.entries())
        .ifPresent(some -> out.append(' ').append(some.words()));
    if (stamped != null) out.append(" timestamped ").append(stamped.getValue());
    out.append(entry < anchored ? " anchored" : " unanchored");
    if (key == KeySource.FOLDER) out.append(" self-asserted");
    return out.toString();
  }
}
