package probity.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Questions to an index, on its connection.
public final class Search {
  private final Connection database;

  Search(Connection database) {
    this.database = database;
  }

  /// The newest records that `query` asks for, the newest first.
  public List<Found> find(Query query) {
    String sql =
        "SELECT r.* FROM records r" + query.where() + " ORDER BY r.time DESC, r.id DESC LIMIT ?";
    try (var statement = database.prepareStatement(sql)) {
      statement.setInt(bind(statement, query), query.limit());
      var found = new ArrayList<Found>();
      try (var row = statement.executeQuery()) {
        while (row.next()) found.add(found(row));
      }
      return found;
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  /// How many records `query` asks for, without its limit.
  public long count(Query query) {
    try (var statement =
        database.prepareStatement("SELECT count(*) FROM records r" + query.where())) {
      bind(statement, query);
      try (var row = statement.executeQuery()) {
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  private static int bind(PreparedStatement statement, Query query) throws SQLException {
    int at = 1;
    for (Query.Term term : query.terms()) statement.setString(at++, term.value());
    return at;
  }

  /// The words that a field has anywhere; none for a field of times or ids.
  public List<String> words(Query.Field field) {
    if (field.words.isEmpty()) return List.of();
    try (var statement = database.createStatement();
        var row = statement.executeQuery(field.words.get())) {
      var words = new ArrayList<String>();
      while (row.next()) words.add(row.getString(1));
      return words;
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  /// The record whose intent has this leaf hash.
  public Optional<Found> byIntent(String leaf) {
    try (var statement = database.prepareStatement("SELECT * FROM records WHERE intent_leaf = ?")) {
      statement.setString(1, leaf);
      try (var row = statement.executeQuery()) {
        return row.next() ? Optional.of(found(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  /// A call that may have reached a provider, for comparison with the provider's own count.
  ///
  /// @param asked when it was decided; `reached`: when the first byte came, else when it ended,
  ///   else as `asked`
  public record Call(
      String exchange,
      String provider,
      String model,
      String format,
      String asked,
      String reached,
      String ending,
      long upstreamStatus,
      long attempts,
      long promptTokens,
      long completionTokens) {}

  /// Calls that were permitted and no canaries, with a time of reaching the provider from `from`
  /// until `until`; those without an outcome too.
  public List<Call> calls(String from, String until) {
    String reached =
        "CASE WHEN first_byte <> '' THEN first_byte WHEN completed <> '' THEN completed"
            + " ELSE time END";
    String sql =
        "SELECT exchange, provider, model, format, time, "
            + reached
            + " AS reached, ending,"
            + " upstream_status, attempts, prompt_tokens, completion_tokens FROM records"
            + " WHERE refused_on <> 'request' AND purpose <> 'canary' AND time < ? AND reached >= ? AND reached < ?"
            + " ORDER BY reached, exchange";
    try (var statement = database.prepareStatement(sql)) {
      statement.setString(1, until);
      statement.setString(2, from);
      statement.setString(3, until);
      var calls = new ArrayList<Call>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          calls.add(
              new Call(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6),
                  row.getString(7),
                  row.getLong(8),
                  row.getLong(9),
                  row.getLong(10),
                  row.getLong(11)));
        }
      }
      return calls;
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  private Found found(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    long outcome = row.getLong("outcome");
    boolean open = row.wasNull();
    return new Found(
        row.getString("exchange"),
        row.getString("log"),
        row.getLong("intent"),
        open ? -1 : outcome,
        row.getString("time"),
        row.getString("completed"),
        row.getString("purpose"),
        row.getString("caller"),
        row.getString("route"),
        row.getString("system"),
        row.getString("use"),
        row.getString("provider"),
        row.getString("model"),
        row.getString("verdict"),
        row.getString("refused_on"),
        row.getString("rule"),
        row.getString("reason"),
        row.getString("ending"),
        row.getLong("status"),
        row.getLong("prompt_tokens"),
        row.getLong("completion_tokens"),
        row.getLong("total_tokens"),
        row.getString("bundle_version"),
        row.getString("bundle_digest"),
        children("SELECT DISTINCT rule FROM rules WHERE record = ? ORDER BY rule", id),
        children("SELECT DISTINCT label FROM labels WHERE record = ? ORDER BY label", id),
        tools(id));
  }

  private List<String> children(String sql, long id) throws SQLException {
    try (var statement = database.prepareStatement(sql)) {
      statement.setLong(1, id);
      var words = new ArrayList<String>();
      try (var row = statement.executeQuery()) {
        while (row.next()) words.add(row.getString(1));
      }
      return words;
    }
  }

  private List<Found.Tool> tools(long id) throws SQLException {
    try (var statement =
        database.prepareStatement(
            "SELECT entry, tool, verdict, rule FROM tools WHERE record = ? ORDER BY entry")) {
      statement.setLong(1, id);
      var tools = new ArrayList<Found.Tool>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          tools.add(
              new Found.Tool(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
        }
      }
      return tools;
    }
  }
}
