package probity.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Json;

/// What heartbeats say of the entries before them, and the times when a traffic log was silent.
///
/// Silence is no fault: a gateway that does not run writes nothing. It is shown, because what
/// happened then is on no entry.
final class HeartbeatCheck {
  /// Twice the pace of heartbeats.
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final int KINDS_MAX = 64;
  private static final int SHOWN_MAX = 10;

  private final Findings findings;
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> silences = new ArrayList<>();
  private long silent;
  private String lastTime = "";

  HeartbeatCheck(Findings findings) {
    this.findings = findings;
  }

  /// Takes the next entry of a traffic log.
  ///
  /// @param open intents that have no outcome before this entry
  void follow(Entry entry, long open, Place place) {
    listen(entry.time());
    if (entry.kind().equals("heartbeat")) {
      check(entry, open, place);
      counts.clear();
    } else if (counts.size() < KINDS_MAX || counts.containsKey(entry.kind())) {
      counts.merge(entry.kind(), 1L, Long::sum);
    }
    if (entry.kind().equals("close")) checkOpen(entry, open, place);
  }

  private void check(Entry entry, long open, Place place) {
    var expected = Json.object();
    counts.forEach(expected::put);
    var stated = entry.body().object("counts");
    if (stated.isPresent() && !stated.get().equals(expected.build())) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "`counts` is "
              + stated.get().canonical()
              + ", since the last heartbeat there are "
              + expected.build().canonical());
    }
    checkOpen(entry, open, place);
  }

  private void checkOpen(Entry entry, long open, Place place) {
    var stated = entry.body().number("open");
    if (stated.isPresent() && stated.get() != open) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "`open` is " + stated.get() + ", " + open + " intents have no outcome here");
    }
  }

  private void listen(String time) {
    if (time.compareTo(lastTime) <= 0) return;
    // Most entries are of the same minute as the one before and need no closer look.
    if (!lastTime.isEmpty() && !time.regionMatches(0, lastTime, 0, 16)) {
      var pause = Duration.between(Instant.parse(lastTime), Instant.parse(time));
      if (pause.compareTo(SILENCE) > 0) {
        silent++;
        if (silences.size() < SHOWN_MAX) {
          silences.add(lastTime + " to " + time + ", " + pause.toSeconds() + " s");
        }
      }
    }
    lastTime = time;
  }

  Silence silence() {
    return new Silence(silent, silences);
  }
}
