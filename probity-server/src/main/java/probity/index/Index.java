package probity.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.TilePath;

/// The index of one data folder: `index.db`, beside the `ledger/` that it follows.
///
/// A row and the position up to which a log is indexed change in one transaction, and only one
/// process writes at a time, so several may follow the same ledger. Not thread-safe: one connection
/// for one thread.
public final class Index implements AutoCloseable {
  /// Tiles of 256 entries that one transaction takes.
  private static final int TILES = 8;

  private static final Duration OTHERS = Duration.ofSeconds(30);

  private final Path ledger;
  private final Connection database;

  private Index(Path ledger, Connection database) {
    this.ledger = ledger;
    this.database = database;
  }

  /// How far a log is indexed.
  public record Position(String log, String origin, long size, String leaf) {}

  /// Hears how far a log has come.
  public interface Progress {
    void at(String log, long entries, long of);
  }

  /// Opens the index of the data folder `data`, or begins one.
  ///
  /// @throws IndexException `STALE` if `reindex` must make it anew, `FAILED` if disk or database
  ///   fail
  public static Index open(Path data) {
    Path ledger = ledger(data);
    var database = connect(file(data));
    try {
      int version = version(database);
      if (version == 0) create(database, false);
      else if (version != Schema.VERSION) {
        throw stale("it has the tables of another version of this program");
      }
      return new Index(ledger, database);
    } catch (SQLException | RuntimeException e) {
      shut(database);
      throw e instanceof SQLException failure ? failed(failure) : (RuntimeException) e;
    }
  }

  /// Empties the index of `data`, whatever is in it: all is to be read again. Others that have it
  /// open go on with the empty one.
  public static Index fresh(Path data) {
    Path ledger = ledger(data);
    try {
      var database = connect(file(data));
      try {
        create(database, true);
        return new Index(ledger, database);
      } catch (SQLException e) {
        shut(database);
        if (!isNoDatabase(e)) throw failed(e);
      }
      for (String end : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(data.resolve("index.db" + end));
      }
      database = connect(file(data));
      create(database, true);
      return new Index(ledger, database);
    } catch (SQLException | IOException e) {
      throw failed(e);
    }
  }

  private static Path file(Path data) {
    return data.resolve("index.db");
  }

  private static Path ledger(Path data) {
    Path ledger = data.resolve("ledger");
    if (Files.isDirectory(ledger)) return ledger;
    throw new IndexException(
        IndexException.Kind.FAILED,
        "`"
            + data
            + "` has no folder `ledger`; the folder that the configuration calls `data` was"
            + " expected");
  }

  private static Connection connect(Path file) {
    var config = new SQLiteConfig();
    config.setBusyTimeout((int) OTHERS.toMillis());
    try {
      return config.createConnection("jdbc:sqlite:" + file);
    } catch (SQLException e) {
      throw failed(e);
    } catch (LinkageError e) {
      // Its native part is unpacked to the folder of temporary files first.
      throw new IndexException(
          IndexException.Kind.FAILED,
          "SQLite cannot be loaded: "
              + e.getMessage()
              + "; programs must be allowed to run from the folder of temporary files"
              + " (`-Djava.io.tmpdir`)",
          e);
    }
  }

  private static int version(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private static void create(Connection database, boolean anew) throws SQLException {
    run(database, "PRAGMA journal_mode = WAL");
    run(database, "BEGIN EXCLUSIVE");
    try {
      if (!anew && version(database) != 0) {
        // Another process has made it meanwhile.
        run(database, "ROLLBACK");
        return;
      }
      for (String table : Schema.TABLES) run(database, "DROP TABLE IF EXISTS " + table);
      for (String sql : Schema.CREATE) run(database, sql);
      run(database, "COMMIT");
    } catch (SQLException e) {
      run(database, "ROLLBACK");
      throw e;
    }
  }

  private static boolean isNoDatabase(SQLException e) {
    int primary = e.getErrorCode() & 0xff;
    return primary == 26 || primary == 11; // SQLITE_NOTADB, SQLITE_CORRUPT
  }

  private static void run(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Reads what every log has published since; says so in `progress` after each batch.
  ///
  /// @throws IndexException `STALE` if a log is not the one that was indexed, `DAMAGED` if its
  ///   files do not fit each other; batches before that stay
  public void catchUp(Progress progress) {
    var logs = LogFiles.all(ledger);
    var names = logs.stream().map(LogFiles::name).toList();
    for (Position position : positions()) {
      if (!names.contains(position.log())) {
        throw stale("log `" + position.log() + "` is indexed and no longer in `ledger/`");
      }
    }
    for (LogFiles log : logs) {
      while (batch(log, progress)) {
        // The next one.
      }
    }
  }

  /// Takes at most `TILES` tiles; whether there is more.
  private boolean batch(LogFiles log, Progress progress) {
    try {
      if (current(log)) return false;
      run(database, "BEGIN IMMEDIATE");
      boolean done = false;
      try {
        // Read once more: another process may have come first.
        boolean more = batch(log, position(log.name()), progress);
        run(database, "COMMIT");
        done = true;
        return more;
      } finally {
        if (!done) run(database, "ROLLBACK");
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private boolean current(LogFiles log) throws SQLException {
    var position = position(log.name());
    var checkpoint = log.checkpoint().checkpoint();
    if (position.isEmpty()) return false;
    compare(log, position.get(), checkpoint.origin(), checkpoint.size());
    return position.get().size() == checkpoint.size();
  }

  private boolean batch(LogFiles log, Optional<Position> position, Progress progress)
      throws SQLException {
    var checkpoint = log.checkpoint().checkpoint();
    if (position.isPresent()) {
      compare(log, position.get(), checkpoint.origin(), checkpoint.size());
    }
    long from = position.map(Position::size).orElse(0L);
    long until = Math.min(checkpoint.size(), (from / TilePath.FULL + TILES) * TilePath.FULL);
    String leaf = position.map(Position::leaf).orElse("");
    try (var rows = new Rows(database)) {
      for (long index = from; index < until; ) {
        long tile = index / TilePath.FULL;
        var entries = log.entries(tile, LogFiles.width(tile, until));
        for (int i = (int) (index % TilePath.FULL); i < entries.size(); i++, index++) {
          var entry = entry(log, index, entries.get(i));
          rows.add(log.name(), index, entry);
          leaf = entry.leaf().hex();
        }
      }
      rows.settle();
    }
    try (var statement =
        database.prepareStatement("INSERT OR REPLACE INTO logs VALUES (?,?,?,?)")) {
      statement.setString(1, log.name());
      statement.setString(2, checkpoint.origin());
      statement.setLong(3, until);
      statement.setString(4, leaf);
      statement.executeUpdate();
    }
    progress.at(log.name(), until, checkpoint.size());
    return until < checkpoint.size();
  }

  private static Entry entry(LogFiles log, long index, byte[] bytes) {
    return switch (Entry.parse(bytes)) {
      case Checked.Valid<Entry>(var entry) -> entry;
      case Checked.Invalid<Entry>(_, var detail) ->
          throw log.damaged("entry " + index + ": " + detail);
    };
  }

  private static void compare(LogFiles log, Position indexed, String origin, long size) {
    if (!indexed.origin().equals(origin)) {
      throw stale("log `" + log.name() + "` was `" + indexed.origin() + "`, is `" + origin + "`");
    }
    if (size < indexed.size()) {
      throw stale(
          "log `"
              + log.name()
              + "` has "
              + size
              + " entries, "
              + indexed.size()
              + " were indexed: it was put back");
    }
    if (indexed.size() == 0) return;
    long last = indexed.size() - 1;
    long tile = last / TilePath.FULL;
    var leaves = log.leaves(tile, LogFiles.width(tile, indexed.size()));
    if (!leaves.getLast().hex().equals(indexed.leaf())) {
      throw stale("entry " + last + " of log `" + log.name() + "` is not the one that was indexed");
    }
  }

  private Optional<Position> position(String log) {
    return positions().stream().filter(position -> position.log().equals(log)).findFirst();
  }

  /// How far each log is indexed, by name.
  public List<Position> positions() {
    try (var statement = database.createStatement();
        var row = statement.executeQuery("SELECT log, origin, size, leaf FROM logs ORDER BY log")) {
      var positions = new ArrayList<Position>();
      while (row.next()) {
        positions.add(
            new Position(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)));
      }
      return positions;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// How many entries of each kind a log has.
  public Map<String, Long> kinds(String log) {
    try (var statement =
        database.prepareStatement("SELECT kind, entries FROM kinds WHERE log = ?")) {
      statement.setString(1, log);
      var kinds = new TreeMap<String, Long>();
      try (var row = statement.executeQuery()) {
        while (row.next()) kinds.put(row.getString(1), row.getLong(2));
      }
      return kinds;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// Questions to this index.
  public Search search() {
    return search(Search.RECORDS_MAX);
  }

  /// The same, where fewer records count as many.
  Search search(int recordsMax) {
    return new Search(database, recordsMax);
  }

  /// The ledger that it follows.
  public Path ledger() {
    return ledger;
  }

  static IndexException stale(String detail) {
    return new IndexException(
        IndexException.Kind.STALE,
        "the index cannot go on: "
            + detail
            + "; look whether that is right (`./probity verify`), then `./probity reindex` makes the"
            + " index anew");
  }

  static IndexException failed(Exception e) {
    return new IndexException(
        IndexException.Kind.FAILED,
        "`index.db` cannot be used: "
            + e.getMessage()
            + "; `./probity reindex` makes it anew from the ledger",
        e);
  }

  private static void shut(Connection database) {
    try {
      database.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    shut(database);
  }
}
