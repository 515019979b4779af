package probity.index;

import java.util.List;
import java.util.Optional;

/// What records are asked for: all that were given must hold.
///
/// @param before only those that come after this one in a list of the newest first
/// @param limit how many of the newest are given
public record Query(List<Term> terms, Optional<Place> before, int limit) {
  public static final int LIMIT_MAX = 100_000;

  public Query {
    terms = List.copyOf(terms);
    if (limit < 1 || limit > LIMIT_MAX) throw new IllegalArgumentException("limit " + limit);
  }

  public Query(List<Term> terms, int limit) {
    this(terms, Optional.empty(), limit);
  }

  /// Where a record stands in the order of time.
  ///
  /// @param row its row; another after `reindex`
  public record Place(String time, long row) {}

  /// How a condition is met.
  enum By {
    TIME,
    /// By a word of the record's profile ([Profiles]) that it has once.
    ONCE,
    /// By the want of such a word.
    NOT_ONCE,
    /// By one of several words of its profile.
    MANY,
    /// By what stands on the record itself.
    RECORD
  }

  /// What a record can be asked for.
  public enum Field {
    FROM(By.TIME, "r.time >= ?"),
    UNTIL(By.TIME, "r.time < ?"),
    ROUTE(By.ONCE, "route"),
    CALLER(By.ONCE, "caller"),
    VERDICT(By.ONCE, "verdict"),
    MODEL(By.ONCE, "model"),
    ENDING(By.ONCE, "ending"),
    PURPOSE(By.ONCE, "purpose"),
    EXCEPT_PURPOSE(By.NOT_ONCE, "purpose"),
    SYSTEM(By.ONCE, "system"),
    BUNDLE(By.ONCE, "bundle_digest"),
    RULE(By.MANY, "rule"),
    LABEL(By.MANY, "label"),
    QUEUE(By.MANY, "queue"),
    EXCHANGE(By.RECORD, "SELECT id FROM records WHERE exchange = ?", "id"),
    TOOL(By.RECORD, "SELECT record FROM tools WHERE tool = ?", "record", "tools", "tool"),
    SOURCE(By.RECORD, "SELECT record FROM sources WHERE source = ?", "record", "sources", "source");

    final By by;

    /// The condition, the field of the profile's words, or the records.
    final String what;

    /// Of what stands on records, the column of the record's row in `what`.
    final String row;

    /// Finds all words of a field that stands on records.
    final Optional<String> words;

    /// Whether it is a word of records' profiles, and can be counted.
    public boolean isWord() {
      return by == By.ONCE || by == By.MANY;
    }

    Field(By by, String what) {
      this(by, what, "");
    }

    Field(By by, String what, String row) {
      this.by = by;
      this.what = what;
      this.row = row;
      this.words = Optional.empty();
    }

    Field(By by, String what, String row, String table, String column) {
      this.by = by;
      this.what = what;
      this.row = row;
      // Skips from word to word in the column's index, so it costs as much as there are words.
      this.words =
          Optional.of(
              ("WITH RECURSIVE w(v) AS (SELECT min(%1$s) FROM %2$s UNION ALL"
                      + " SELECT (SELECT min(%1$s) FROM %2$s WHERE %1$s > v) FROM w"
                      + " WHERE v IS NOT NULL)"
                      + " SELECT v FROM w WHERE v IS NOT NULL AND v <> '' LIMIT 10000")
                  .formatted(column, table));
    }
  }

  /// One condition.
  public record Term(Field field, String value) {}

  List<Term> by(By by) {
    return terms.stream().filter(term -> term.field().by == by).toList();
  }

  boolean has(Field field) {
    return terms.stream().anyMatch(term -> term.field() == field);
  }
}
