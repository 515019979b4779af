package probity.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Gives each record its profile: the words by which records are told apart.
///
/// A profile is a pair of numbers, one for the words that a record has once (route, caller …) and
/// one for those of which it may have many (rules, labels, queues). Words are those that bundle and
/// configuration declare, so there are far fewer of either than there are records, and a million
/// records are searched and counted as a million numbers. A record changes its profile when its
/// steps and its outcome arrive.
final class Profiles implements AutoCloseable {
  /// In place of the ending of a record that has none yet.
  static final String OPEN = "open";

  /// A table of words, `id` to `words`: a line `field=word` for each.
  static final String ONCE = "words_once";

  static final String MANY = "words_many";

  static final int MANY_BITS = 24;

  /// Columns of a record that are its words; each is a field of its own name.
  private static final List<String> COLUMNS =
      List.of(
          "purpose", "caller", "route", "system", "model", "verdict", "bundle_digest", "ending");

  private static final Map<String, String> LISTS =
      Map.of(
          "rule", "SELECT DISTINCT rule FROM rules WHERE record = ?",
          "label", "SELECT DISTINCT label FROM labels WHERE record = ?",
          "queue", "SELECT DISTINCT queue FROM queues WHERE record = ?");

  private final PreparedStatement record;
  private final Map<String, PreparedStatement> lists = new TreeMap<>();
  private final Numbers once;
  private final Numbers many;
  private final PreparedStatement assign;
  private final PreparedStatement count;
  private final PreparedStatement unused;

  private final Set<Long> touched = new LinkedHashSet<>();
  private final Map<Long, Long> more = new HashMap<>();

  Profiles(Connection database) throws SQLException {
    record =
        database.prepareStatement(
            "SELECT profile, outcome, "
                + String.join(", ", COLUMNS)
                + " FROM records WHERE id = ?");
    for (var list : LISTS.entrySet()) {
      lists.put(list.getKey(), database.prepareStatement(list.getValue()));
    }
    once = new Numbers(database, ONCE);
    many = new Numbers(database, MANY);
    assign = database.prepareStatement("UPDATE records SET profile = ? WHERE id = ?");
    count =
        database.prepareStatement(
            "INSERT INTO profiles VALUES (?, ?)"
                + " ON CONFLICT DO UPDATE SET records = records + excluded.records");
    unused = database.prepareStatement("DELETE FROM profiles WHERE profile = ? AND records = 0");
  }

  /// Which words of a record stand once, as a number of [#ONCE].
  static int once(long profile) {
    return (int) (profile >>> MANY_BITS);
  }

  /// Which stand beside others of their kind, as a number of [#MANY].
  static int many(long profile) {
    return (int) (profile & ((1 << MANY_BITS) - 1));
  }

  /// The word of a column in a text of [#ONCE].
  static String word(String words, String column) {
    String start = column + "=";
    return words
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse("");
  }

  /// That something of this record has changed.
  void touch(long id) {
    touched.add(id);
  }

  /// Looks at each record that was touched.
  void settle() throws SQLException {
    for (long id : touched) settle(id);
    touched.clear();
    for (var change : more.entrySet()) {
      count.setLong(1, change.getKey());
      count.setLong(2, change.getValue());
      count.executeUpdate();
      if (change.getValue() > 0) continue;
      unused.setLong(1, change.getKey());
      unused.executeUpdate();
    }
    more.clear();
  }

  private void settle(long id) throws SQLException {
    var single = new StringBuilder();
    record.setLong(1, id);
    long before;
    try (var row = record.executeQuery()) {
      if (!row.next()) return;
      before = row.getLong(1);
      row.getLong(2);
      boolean open = row.wasNull();
      for (int i = 0; i < COLUMNS.size(); i++) {
        String name = COLUMNS.get(i);
        String word = open && name.equals("ending") ? OPEN : row.getString(3 + i);
        single.append(name).append('=').append(word).append('\n');
      }
    }
    var listed = new StringBuilder();
    for (var list : lists.entrySet()) {
      for (String word : words(list.getValue(), id)) {
        listed.append(list.getKey()).append('=').append(word).append('\n');
      }
    }
    long now = ((long) once.of(single.toString()) << MANY_BITS) | many.of(listed.toString());
    if (now == before) return;
    assign.setLong(1, now);
    assign.setLong(2, id);
    assign.executeUpdate();
    more.merge(now, 1L, Long::sum);
    if (before != 0) more.merge(before, -1L, Long::sum);
  }

  private static Set<String> words(PreparedStatement list, long id) throws SQLException {
    var words = new TreeSet<String>();
    list.setLong(1, id);
    try (var row = list.executeQuery()) {
      while (row.next()) words.add(row.getString(1));
    }
    return words;
  }

  /// Numbers words, from 1.
  private static final class Numbers {
    final PreparedStatement find;
    final PreparedStatement add;
    final Map<String, Integer> known = new HashMap<>();

    Numbers(Connection database, String table) throws SQLException {
      find = database.prepareStatement("SELECT id FROM " + table + " WHERE words = ?");
      add = database.prepareStatement("INSERT INTO " + table + " (words) VALUES (?) RETURNING id");
    }

    int of(String words) throws SQLException {
      var number = known.get(words);
      if (number != null) return number;
      int found = first(find, words);
      if (found == 0) found = first(add, words);
      if (found >= 1 << MANY_BITS) throw new IllegalStateException("too many sets of words");
      known.put(words, found);
      return found;
    }

    private static int first(PreparedStatement statement, String words) throws SQLException {
      statement.setString(1, words);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }

    void close() throws SQLException {
      find.close();
      add.close();
    }
  }

  @Override
  public void close() throws SQLException {
    once.close();
    many.close();
    for (var statement : lists.values()) statement.close();
    for (var statement : List.of(record, assign, count, unused)) statement.close();
  }
}
