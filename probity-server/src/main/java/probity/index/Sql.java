package probity.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A statement in the making: its text, and what stands for each `?` in it.
final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Sql add(String part, Object... more) {
    text.append(part);
    values.addAll(List.of(more));
    return this;
  }

  Sql add(Sql other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  PreparedStatement prepare(Connection database) throws SQLException {
    var statement = database.prepareStatement(text.toString());
    for (int i = 0; i < values.size(); i++) statement.setObject(i + 1, values.get(i));
    return statement;
  }

  /// ` AND …` for the times of a query, on records `r`.
  static Sql times(Query query) {
    var sql = new Sql();
    for (Query.Term term : query.by(Query.By.TIME)) {
      sql.add(" AND " + term.field().what, term.value());
    }
    return sql;
  }

  /// ` AND …` for the records that come after another, on records `r`.
  static Sql before(Query query) {
    var sql = new Sql();
    query
        .before()
        .ifPresent(place -> sql.add(" AND (r.time, r.id) < (?, ?)", place.time(), place.row()));
    return sql;
  }

  /// The rows of the records that a query asks for by what stands on them.
  static Sql records(Query query) {
    var sql = new Sql();
    String and = "";
    for (Query.Term term : query.by(Query.By.RECORD)) {
      sql.add(and + "SELECT * FROM (" + term.field().what + ")", term.value());
      and = " INTERSECT ";
    }
    return sql;
  }

  /// ` AND …` for the same, looked up for each of the records `r`.
  static Sql standing(Query query) {
    var sql = new Sql();
    for (Query.Term term : query.by(Query.By.RECORD)) {
      var field = term.field();
      sql.add(" AND EXISTS (" + field.what + " AND " + field.row + " = r.id)", term.value());
    }
    return sql;
  }
}
