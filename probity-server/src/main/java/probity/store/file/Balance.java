package probity.store.file;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import probity.ledger.Json;

/// What a log's next heartbeat has to say: how many entries of each kind came since the last one,
/// and which intents have no outcome.
///
/// Guarded by the sequencer's lock.
final class Balance {
  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<String> open = new HashSet<>();

  /// @param leaf the entry's leaf hash, in hex
  void add(String kind, String leaf, Json.Obj body) {
    switch (kind) {
      case "heartbeat" -> counts.clear();
      case "intent" -> open.add(leaf);
      case "outcome" -> body.text("intent").ifPresent(open::remove);
      default -> {
        // Other kinds are counted alone.
      }
    }
    if (!kind.equals("heartbeat")) count(kind, 1);
  }

  /// Counts entries that an earlier process wrote.
  void count(String kind, long entries) {
    counts.merge(kind, entries, Long::sum);
  }

  /// An intent of an earlier process that has no outcome yet.
  void open(String leaf) {
    open.add(leaf);
  }

  int open() {
    return open.size();
  }

  /// The body of a heartbeat that stands here.
  Json.Obj heartbeat(Json.Obj records) {
    var byKind = Json.object();
    counts.forEach(byKind::put);
    return Json.object()
        .put("counts", byKind.build())
        .put("open", open.size())
        .put("records", records)
        .build();
  }
}
