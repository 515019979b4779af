package probity.store.account;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import probity.console.aims.ErasureRequests;

/// Erasures that wait for a second person, in SQLite.
public final class SqliteErasures implements ErasureRequests {
  private static final String ALL =
      "SELECT id, record, field, reason, requested_by, requested_at FROM erasures ";

  private final Database database;
  private final Seal seal;

  /// @param key of 32 bytes, under which reasons are sealed
  public SqliteErasures(Database database, byte[] key, SecureRandom random) {
    this.database = database;
    this.seal = new Seal(key, random);
  }

  @Override
  public boolean add(Asked asked) {
    return database.call(in -> {
      int waiting = in.rows("SELECT count(*) FROM erasures", row -> row.getInt(1)).getFirst();
      if (waiting >= WAITING_MAX) return false;
      in.run(
          "INSERT INTO erasures VALUES (?, ?, ?, ?, ?, ?)",
          asked.id(),
          asked.record(),
          asked.field(),
          seal.seal(asked.reason(), asked.id()),
          asked.requestedBy(),
          asked.requestedAt());
      return true;
    });
  }

  @Override
  public List<Asked> waiting() {
    return database.call(in -> in.rows(ALL + "ORDER BY requested_at, id", this::asked));
  }

  @Override
  public Optional<Asked> find(String id) {
    return database.call(in -> in.rows(ALL + "WHERE id = ?", this::asked, id).stream().findFirst());
  }

  @Override
  public boolean drop(String id) {
    return database.call(in -> in.run("DELETE FROM erasures WHERE id = ?", id) == 1);
  }

  private Asked asked(ResultSet row) throws SQLException {
    String id = row.getString("id");
    return new Asked(
        id,
        row.getString("record"),
        row.getString("field"),
        seal.open(row.getString("reason"), id).orElse(""),
        row.getString("requested_by"),
        row.getString("requested_at"));
  }
}
