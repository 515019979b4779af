package probity.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What records are asked for: all that were given must hold.
///
/// @param limit how many of the newest are given
public record Query(List<Term> terms, int limit) {
  public static final int LIMIT_MAX = 100_000;

  public Query {
    terms = List.copyOf(terms);
    if (limit < 1 || limit > LIMIT_MAX) throw new IllegalArgumentException("limit " + limit);
  }

  /// What a record can be asked for.
  public enum Field {
    FROM("r.time >= ?"),
    UNTIL("r.time < ?"),
    ROUTE("r.route = ?", "records", "route"),
    CALLER("r.caller = ?", "records", "caller"),
    VERDICT("r.verdict = ?", "records", "verdict"),
    MODEL("r.model = ?", "records", "model"),
    ENDING("r.ending = ?", "records", "ending"),
    PURPOSE("r.purpose = ?", "records", "purpose"),
    EXCEPT_PURPOSE("r.purpose <> ?"),
    EXCHANGE("r.exchange = ?"),
    RULE("r.id IN (SELECT record FROM rules WHERE rule = ?)", "rules", "rule"),
    LABEL("r.id IN (SELECT record FROM labels WHERE label = ?)", "labels", "label"),
    QUEUE("r.id IN (SELECT record FROM queues WHERE queue = ?)", "queues", "queue"),
    TOOL("r.id IN (SELECT record FROM tools WHERE tool = ?)", "tools", "tool"),
    SOURCE("r.id IN (SELECT record FROM sources WHERE source = ?)", "sources", "source");

    final String condition;
    final Optional<String> words;

    Field(String condition) {
      this.condition = condition;
      this.words = Optional.empty();
    }

    Field(String condition, String table, String column) {
      this.condition = condition;
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

  String where() {
    var conditions = new ArrayList<String>();
    for (Term term : terms) conditions.add(term.field().condition);
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }
}
