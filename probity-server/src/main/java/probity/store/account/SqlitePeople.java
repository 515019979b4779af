package probity.store.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.aims.register.Duty;
import probity.console.Directory;
import probity.console.Member;

/// People who have accounts, beside their accounts.
public final class SqlitePeople implements Directory {
  private static final String PREFIX = "person-";

  private final Database database;

  public SqlitePeople(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Member> member(String personId) {
    if (!personId.matches(PREFIX + "[0-9]{1,12}")) return Optional.empty();
    long id = Long.parseLong(personId.substring(PREFIX.length()));
    return database.call(in ->
        in
            .rows("SELECT id, name, duties FROM people WHERE id = ?", SqlitePeople::member, id)
            .stream()
            .findFirst());
  }

  @Override
  public List<Member> members() {
    return database.call(in ->
        in.rows("SELECT id, name, duties FROM people ORDER BY name, id", SqlitePeople::member));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        PREFIX + row.getLong("id"),
        row.getString("name"),
        Arrays.stream(row.getString("duties").split(" "))
            .flatMap(word -> Duty.of(word).stream())
            .collect(Collectors.toSet()));
  }

  @Override
  public String enrol(String name, String email, Set<Duty> duties, String byPersonId) {
    var words = new TreeSet<>(duties).stream().map(Duty::word).collect(Collectors.joining(" "));
    return database.call(in -> {
      in.run(
          "INSERT INTO people (name, email, duties, enrolled_by) VALUES (?, ?, ?, ?)",
          name,
          email,
          words,
          byPersonId);
      return PREFIX + in.rows("SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
    });
  }
}
