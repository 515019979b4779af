package probity.server.traffic;

import java.util.List;
import java.util.TreeMap;
import probity.console.traffic.Health;
import probity.index.IndexException;
import probity.index.LogFiles;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.ledger.TilePath;

/// The newest outside timestamp of each log by each authority, as the published files of `records`
/// have them. What was read once is remembered, so each look reads only what came since.
final class Stamps {
  private final TreeMap<String, Health.Stamp> newest = new TreeMap<>();
  private long read;

  /// By authority, then by log.
  ///
  /// @throws IndexException if files of the log cannot be read; what was read until then stays
  synchronized List<Health.Stamp> now(LogFiles records) {
    long size = records.checkpoint().checkpoint().size();
    if (size < read) {
      // An earlier state of the log was put back.
      newest.clear();
      read = 0;
    }
    while (read < size) {
      long tile = read / TilePath.FULL;
      var entries = records.entries(tile, LogFiles.width(tile, size));
      for (byte[] bytes : entries.subList((int) (read % TilePath.FULL), entries.size())) {
        take(records, bytes);
        read++;
      }
    }
    return List.copyOf(newest.values());
  }

  private void take(LogFiles records, byte[] bytes) {
    switch (Entry.parse(bytes)) {
      case Checked.Valid<Entry>(var entry) -> {
        if (!entry.kind().equals("anchor")) return;
        var stamp = stamp(entry, read);
        newest.put(stamp.authority() + "\n" + stamp.log(), stamp);
      }
      case Checked.Invalid<Entry>(_, var detail) ->
          throw records.damaged("entry " + read + ": " + detail);
    }
  }

  private static Health.Stamp stamp(Entry entry, long index) {
    var checkpoint = entry.body().object("checkpoint").orElse(Json.object().build());
    return new Health.Stamp(
        entry.body().text("tsa").orElse(""),
        checkpoint.text("origin").orElse(""),
        checkpoint.number("size").orElse(0L),
        entry.time(),
        index);
  }
}
