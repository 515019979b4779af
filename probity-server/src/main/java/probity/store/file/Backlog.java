package probity.store.file;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Entries that are durable and not yet published, by log.
final class Backlog {
  /// The logs that the sealer takes first: what traffic cites must be published before it.
  private static final Comparator<String> RECORDS_FIRST =
      Comparator.comparing((String log) -> !log.equals(LogName.RECORDS))
          .thenComparing(Comparator.naturalOrder());

  private final Map<String, ArrayDeque<Placed>> waiting = new TreeMap<>(RECORDS_FIRST);
  private long entries;
  private long bytes;
  private boolean ended;

  /// How many entries the sealer waits for: it is not woken for fewer.
  private long wanted = Long.MAX_VALUE;

  synchronized void add(List<Placed> durable) {
    for (Placed entry : durable) {
      waiting.computeIfAbsent(entry.log(), _ -> new ArrayDeque<>()).add(entry);
      entries++;
      bytes += entry.entry().length();
    }
    if (entries >= wanted) notifyAll();
  }

  /// All that waits at this moment, `records` first. One moment for all logs: an entry of traffic
  /// is never here without the entry of `records` that it cites.
  synchronized Map<String, List<Placed>> all() {
    var all = new LinkedHashMap<String, List<Placed>>();
    waiting.forEach((log, entries) -> {
      if (!entries.isEmpty()) all.put(log, List.copyOf(entries));
    });
    return all;
  }

  synchronized List<Placed> of(String log) {
    return List.copyOf(waiting.getOrDefault(log, new ArrayDeque<>()));
  }

  synchronized int count(String log) {
    var entries = waiting.get(log);
    return entries == null ? 0 : entries.size();
  }

  /// Forgets the first `count` entries of a log, which are published.
  synchronized void published(String log, int count) {
    var first = waiting.getOrDefault(log, new ArrayDeque<>());
    for (int i = 0; i < count; i++) {
      bytes -= first.removeFirst().entry().length();
      entries--;
    }
  }

  synchronized long entries() {
    return entries;
  }

  synchronized boolean isOver(long entriesMax, long bytesMax) {
    return entries >= entriesMax || bytes >= bytesMax;
  }

  /// Waits until `count` entries are here, or for `atMost`.
  synchronized void await(int count, Duration atMost) throws InterruptedException {
    wanted = count;
    long until = System.nanoTime() + atMost.toNanos();
    while (entries < count && !ended) {
      long millis = (until - System.nanoTime()) / 1_000_000;
      if (millis <= 0) return;
      wait(millis);
    }
  }

  /// Ends all waiting, now and later.
  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
