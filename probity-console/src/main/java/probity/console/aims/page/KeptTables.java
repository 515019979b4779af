package probity.console.aims.page;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.console.table.Table;

/// Tables that people uploaded and have not imported yet, in memory: the newest few, each for the
/// session that brought it.
final class KeptTables {
  private static final int KEPT_MAX = 16;

  private record Kept(String session, String register, Table table) {}

  private final RandomGenerator random;

  /// The oldest first; guarded by itself.
  private final Map<String, Kept> tables = new LinkedHashMap<>();

  KeptTables(RandomGenerator random) {
    this.random = random;
  }

  String keep(String session, String register, Table table) {
    byte[] id = new byte[12];
    random.nextBytes(id);
    String name = HexFormat.of().formatHex(id);
    synchronized (tables) {
      // One a session, so that nobody pushes out what others brought.
      tables.values().removeIf(one -> one.session.equals(session));
      if (tables.size() >= KEPT_MAX) tables.remove(tables.keySet().iterator().next());
      tables.put(name, new Kept(session, register, table));
    }
    return name;
  }

  Optional<Table> find(String session, String register, String name) {
    synchronized (tables) {
      return Optional.ofNullable(tables.get(name))
          .filter(one -> one.session.equals(session) && one.register.equals(register))
          .map(Kept::table);
    }
  }

  void drop(String name) {
    synchronized (tables) {
      tables.remove(name);
    }
  }
}
