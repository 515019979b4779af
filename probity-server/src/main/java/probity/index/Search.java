package probity.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Questions to an index, on its connection.
public final class Search {
  private static final int WORDS_MAX = 10_000;

  /// Of more records with something on them, pages count the newest and say so.
  static final int RECORDS_MAX = 100_000;

  private final Connection database;
  private final int recordsMax;

  Search(Connection database, int recordsMax) {
    this.database = database;
    this.recordsMax = recordsMax;
  }

  /// The newest records that `query` asks for, the newest first.
  public List<Found> find(Query query) {
    return page(query).stream().map(Placed::record).toList();
  }

  /// A record, and where it stands in the order of time.
  public record Placed(Query.Place place, Found record) {}

  /// As [#find], each with its place: what comes after the last is asked for by that.
  public List<Placed> page(Query query) {
    try (var statement = database.prepareStatement("SELECT * FROM records WHERE id = ?")) {
      var placed = new ArrayList<Placed>();
      for (Query.Place place : new Newest(database, query, recordsMax).places()) {
        statement.setLong(1, place.row());
        try (var row = statement.executeQuery()) {
          if (row.next()) placed.add(new Placed(place, found(row)));
        }
      }
      return placed;
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  /// How many records `query` asks for, without its limit: all of them, however long it takes.
  public long count(Query query) {
    try {
      return new Counting(database, query, Long.MAX_VALUE).counts(Set.of(), 0).total();
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  /// How many records `query` asks for, and how they divide by each of `fields`.
  ///
  /// @param wordsMax the most words of one field
  public Counts counts(Query query, Set<Query.Field> fields, int wordsMax) {
    try {
      return new Counting(database, query, recordsMax).counts(fields, wordsMax);
    } catch (SQLException e) {
      throw Index.failed(e);
    }
  }

  /// The words that a field has anywhere; none for a field of times or ids.
  public List<String> words(Query.Field field) {
    if (field.isWord()) {
      return counts(new Query(List.of(), 1), Set.of(field), WORDS_MAX)
          .facets()
          .getOrDefault(field, List.of())
          .stream()
          .map(Counts.Facet::word)
          .sorted()
          .toList();
    }
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

  /// What a person decided on a record.
  public record Review(
      String queue, String verdict, String finding, String person, String time, String leaf) {}

  /// All decisions of people on the record whose intent has this leaf hash, the oldest first.
  public List<Review> reviews(String leaf) {
    try (var statement =
        database.prepareStatement(
            "SELECT queue, verdict, finding, person, time, leaf FROM reviews"
                + " WHERE intent_leaf = ? ORDER BY time")) {
      statement.setString(1, leaf);
      var reviews = new ArrayList<Review>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          reviews.add(
              new Review(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6)));
        }
      }
      return reviews;
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

  /// When exchanges of a route and an AI system began, without canaries.
  ///
  /// @param first, last times of intents
  public record Seen(String route, String system, String first, String last, long exchanges) {}

  /// Every pair of route and system that is on record, once for each profile that has it. Reads the
  /// first and the last record of each profile, so it costs as much as there are profiles.
  public List<Seen> seen() {
    String sql =
        "SELECT w.words, (SELECT min(time) FROM records WHERE profile = p.profile),"
            + " (SELECT max(time) FROM records WHERE profile = p.profile), p.records"
            + " FROM profiles p JOIN words_once w ON w.id = p.profile >> "
            + Profiles.MANY_BITS
            + " WHERE p.records > 0";
    try (var statement = database.createStatement();
        var row = statement.executeQuery(sql)) {
      var seen = new ArrayList<Seen>();
      while (row.next()) {
        String words = row.getString(1);
        if (words.startsWith("purpose=canary\n")) continue;
        seen.add(
            new Seen(
                Profiles.word(words, "route"),
                Profiles.word(words, "system"),
                row.getString(2),
                row.getString(3),
                row.getLong(4)));
      }
      return seen;
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
