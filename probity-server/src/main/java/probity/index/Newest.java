package probity.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import probity.index.Query.Place;

/// Finds the newest records that a query asks for.
///
/// Where few records or profiles fit, they are put into order, or the newest of each profile are
/// merged; else it goes back in time until enough were seen. However many there are, none is left
/// out. Neither reads the records that do not fit: only their profiles.
final class Newest {
  /// So many rows are read in a moment.
  private static final long ROWS = 20_000;

  private static final Comparator<Place> OLDEST_FIRST =
      Comparator.comparing(Place::time).thenComparingLong(Place::row);

  private final Connection database;
  private final Query query;
  private final Filter filter;
  private final int recordsMax;

  /// @param recordsMax with something that is asked for, over which they are looked at one by one
  Newest(Connection database, Query query, int recordsMax) throws SQLException {
    this.database = database;
    this.query = query;
    this.recordsMax = recordsMax;
    this.filter = new Filter(database, query);
  }

  /// The places of at most `query.limit()` records, the newest first.
  List<Place> places() throws SQLException {
    if (!query.by(Query.By.RECORD).isEmpty()) return areFew() ? among() : backwards();
    var few = few();
    return few.isPresent() ? merge(few.get()) : backwards();
  }

  /// The profiles that fit, if their newest records can be merged in a moment.
  private Optional<List<Long>> few() throws SQLException {
    var few = new ArrayList<Long>();
    long rows = 0;
    try (var statement = database.createStatement();
        var row = statement.executeQuery("SELECT profile, records FROM profiles")) {
      while (row.next()) {
        long profile = row.getLong(1);
        if (!filter.takes(profile)) continue;
        rows += 2 + Math.min(row.getLong(2), query.limit());
        if (rows > ROWS) return Optional.empty();
        few.add(profile);
      }
    }
    return Optional.of(few);
  }

  private List<Place> backwards() throws SQLException {
    var sql =
        new Sql()
            .add("SELECT r.profile, r.time, r.id FROM records r INDEXED BY records_time WHERE 1")
            .add(Sql.times(query))
            .add(Sql.before(query))
            .add(Sql.standing(query))
            .add(" ORDER BY r.time DESC, r.id DESC");
    return read(sql);
  }

  /// Whether the records with what is asked for can all be put into order in a moment.
  private boolean areFew() throws SQLException {
    var sql =
        new Sql()
            .add("SELECT count(*) FROM (SELECT 1 FROM (")
            .add(Sql.records(query))
            .add(") LIMIT ?)", recordsMax + 1L);
    try (var statement = sql.prepare(database);
        var row = statement.executeQuery()) {
      return row.getLong(1) <= recordsMax;
    }
  }

  private List<Place> among() throws SQLException {
    var sql =
        new Sql()
            .add("SELECT r.profile, r.time, r.id FROM records r WHERE r.id IN (")
            .add(Sql.records(query))
            .add(")")
            .add(Sql.times(query))
            .add(Sql.before(query))
            .add(" ORDER BY r.time DESC, r.id DESC");
    return read(sql);
  }

  private List<Place> read(Sql sql) throws SQLException {
    var places = new ArrayList<Place>();
    try (var statement = sql.prepare(database);
        var row = statement.executeQuery()) {
      while (places.size() < query.limit() && row.next()) {
        if (!filter.takes(row.getLong(1))) continue;
        places.add(new Place(row.getString(2), row.getLong(3)));
      }
    }
    return places;
  }

  private List<Place> merge(List<Long> profiles) throws SQLException {
    var best = new PriorityQueue<Place>(OLDEST_FIRST);
    var sql =
        new Sql()
            .add("SELECT r.time, r.id FROM records r INDEXED BY records_profile")
            .add(" WHERE r.profile = ?", 0L)
            .add(Sql.times(query))
            .add(Sql.before(query))
            .add(" ORDER BY r.time DESC, r.id DESC LIMIT ?", query.limit());
    try (var statement = sql.prepare(database)) {
      for (long profile : profiles) {
        statement.setLong(1, profile);
        take(statement, best);
      }
    }
    var newestFirst = new TreeSet<>(OLDEST_FIRST.reversed());
    newestFirst.addAll(best);
    return List.copyOf(newestFirst);
  }

  private void take(PreparedStatement statement, PriorityQueue<Place> best) throws SQLException {
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        var place = new Place(row.getString(1), row.getLong(2));
        if (best.size() == query.limit()) {
          if (OLDEST_FIRST.compare(place, best.element()) < 0) return;
          best.remove();
        }
        best.add(place);
      }
    }
  }
}
