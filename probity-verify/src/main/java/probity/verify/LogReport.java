package probity.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was found in one log.
///
/// @param open intents without an outcome
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
    KeySource key,
    long anchored) {
  public LogReport {
    kinds = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Long>) kinds));
  }

  LogReport anchoredTo(long size) {
    return new LogReport(
        origin,
        entries,
        series,
        firstTime,
        lastTime,
        kinds,
        open,
        blobs,
        key,
        Math.max(anchored, size));
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
    lines.add("  key      from " + key);
    lines.add("  grades   " + (sound ? grades() : "none: see the findings"));
    return List.copyOf(lines);
  }

  private String grades() {
    return "signed, chained, included; "
        + (anchored > 0 ? "anchored " + anchored + " of " + entries : "unanchored")
        + (key == KeySource.FOLDER ? "; self-asserted" : "");
  }
}
