package probity.server.steer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import probity.aims.steer.Traffic;
import probity.console.aims.TrafficSeen;
import probity.index.Index;
import probity.index.IndexException;
import probity.index.Search;

/// Reads from the index when routes and AI systems were seen. The index is opened anew for each
/// question, since `reindex` may have put another file in its place; one question is answered at a
/// time, so that visitors do not take the cores from traffic.
public final class IndexedTraffic implements TrafficSeen {
  private final Path data;

  /// @param data the folder in which `ledger/` lies
  public IndexedTraffic(Path data) {
    this.data = data;
  }

  @Override
  public synchronized Answer ask() {
    try (var index = Index.open(data)) {
      return new Answer.Seen(traffic(index.search().seen()));
    } catch (IndexException e) {
      return new Answer.Unreadable("Records cannot be read: " + e.getMessage() + ".");
    }
  }

  private static Traffic traffic(List<Search.Seen> rows) {
    Map<String, Traffic.Seen> routes = new HashMap<>();
    Map<String, Traffic.Seen> systems = new HashMap<>();
    for (Search.Seen row : rows) {
      var seen = new Traffic.Seen(row.first(), row.last(), row.exchanges());
      // What fitted no route has neither.
      if (!row.route().isEmpty()) routes.merge(row.route(), seen, Traffic.Seen::and);
      if (!row.system().isEmpty()) systems.merge(row.system(), seen, Traffic.Seen::and);
    }
    return new Traffic(routes, systems);
  }
}
