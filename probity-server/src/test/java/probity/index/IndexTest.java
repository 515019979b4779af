package probity.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.index.Recorded.Exchange.PLAIN;
import static probity.index.Recorded.TRAFFIC;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.index.Query.Field;
import probity.index.Query.Term;

/// The index says what the published ledger says, and nothing else.
class IndexTest {
  private static final Index.Progress QUIET = (_, _, _) -> {};

  @TempDir private Path dir;

  @Test
  void a_record_is_the_intent_with_its_steps_and_its_outcome() {
    String exchange;
    try (var ledger = Recorded.open(dir)) {
      var intent = ledger.intent(PLAIN);
      exchange = intent.exchange();
      ledger.step(intent, "lookup_order", "permit");
      ledger.step(intent, "", "refuse");
      ledger.at("2026-11-25T09:00:01Z").outcome(intent, "delivered", 200, 7, 5);
    }
    try (var index = Index.open(dir)) {
      index.catchUp(QUIET);

      var found = index.search().find(new Query(List.of(new Term(Field.TOOL, "lookup_order")), 9));

      assertThat(found).hasSize(1);
      var record = found.getFirst();
      assertThat(record.exchange()).isEqualTo(exchange);
      assertThat(record.log()).isEqualTo(TRAFFIC);
      assertThat(record.outcome()).isEqualTo(record.intent() + 3);
      assertThat(record.time()).isEqualTo("2026-11-25T09:00:00.000Z");
      assertThat(record.completed()).isEqualTo("2026-11-25T09:00:01.000Z");
      assertThat(record.totalTokens()).isEqualTo(12);
      assertThat(record.rules()).containsExactly("may-chat", "tools");
      assertThat(record.tools())
          .containsExactly(
              new Found.Tool(record.intent() + 1, "lookup_order", "permit", "tools"),
              new Found.Tool(record.intent() + 2, "", "refuse", "tools"));
      assertThat(index.kinds(TRAFFIC))
          .containsEntry("intent", 1L)
          .containsEntry("step", 2L)
          .containsEntry("outcome", 1L)
          .containsEntry("genesis", 1L);
    }
  }

  @Test
  void an_outcome_that_is_published_later_joins_its_intent() {
    try (var index = later();
        var ledger = Recorded.open(dir)) {
      var intent = ledger.intent(PLAIN);
      await(index, 1);
      assertThat(index.search().find(new Query(List.of(), 9)).getFirst().outcome()).isEqualTo(-1);
      ledger.outcome(intent, "cut", 200, 0, 0);
      ledger.end();
      index.catchUp(QUIET);

      var cut = new Query(List.of(new Term(Field.ENDING, "cut")), 9);

      assertThat(index.search().find(cut))
          .extracting(Found::exchange)
          .containsExactly(intent.exchange());
    }
  }

  @Test
  void every_condition_narrows_and_the_newest_come_first() {
    try (var ledger = Recorded.open(dir)) {
      ledger.delivered(PLAIN, 1, 1);
      var refused =
          ledger
              .at("2026-11-25T10:00:00Z")
              .intent(
                  new Recorded.Exchange("intern", "other", "openai.chat", "refuse", "no-email"));
      ledger.outcome(refused, "refused", 0, 0, 0);
      ledger.at("2026-11-25T11:00:00Z").delivered(PLAIN, 1, 1);
    }
    try (var index = Index.open(dir)) {
      index.catchUp(QUIET);
      var search = index.search();

      assertThat(search.find(new Query(List.of(), 2)))
          .extracting(Found::time)
          .containsExactly("2026-11-25T11:00:00.000Z", "2026-11-25T10:00:00.000Z");
      for (var term :
          List.of(
              new Term(Field.CALLER, "intern"),
              new Term(Field.MODEL, "other"),
              new Term(Field.VERDICT, "refuse"),
              new Term(Field.RULE, "no-email"),
              new Term(Field.LABEL, "personal.email"),
              new Term(Field.ENDING, "refused"))) {
        assertThat(search.count(new Query(List.of(term), 1))).as(term.toString()).isEqualTo(1);
      }
      var between =
          List.of(
              new Term(Field.FROM, "2026-11-25T10:00:00.000Z"),
              new Term(Field.UNTIL, "2026-11-25T11:00:00.000Z"));
      assertThat(search.count(new Query(between, 1))).isEqualTo(1);
      assertThat(search.words(Field.CALLER)).containsExactly("intern", "support-bot");
      assertThat(search.words(Field.LABEL)).containsExactly("personal.email");
    }
  }

  @Test
  void an_index_made_anew_has_the_same_rows_as_one_that_followed() throws Exception {
    try (var index = later();
        var ledger = Recorded.open(dir)) {
      for (int i = 0; i < 300; i++) {
        var intent = ledger.intent(PLAIN);
        if (i % 3 == 0) ledger.step(intent, "lookup_order", "permit");
        if (i % 50 == 0) index.catchUp(QUIET);
        if (i % 7 != 0) ledger.outcome(intent, "delivered", 200, i, 1);
      }
      ledger.end();
      index.catchUp(QUIET);
    }
    var followed = dump();

    try (var index = Index.fresh(dir)) {
      index.catchUp(QUIET);
    }
    assertThat(dump()).isEqualTo(followed);

    for (String end : List.of("", "-wal", "-shm"))
      Files.deleteIfExists(dir.resolve("index.db" + end));
    try (var index = Index.open(dir)) {
      index.catchUp(QUIET);
    }
    assertThat(dump()).isEqualTo(followed).hasSizeGreaterThan(600);
  }

  @Test
  void a_log_that_was_put_back_is_said_to_be_another_one() throws IOException {
    try (var ledger = Recorded.open(dir)) {
      ledger.delivered(PLAIN, 1, 1);
    }
    copy(dir.resolve("ledger"), dir.resolve("earlier"));
    try (var ledger = Recorded.open(dir)) {
      ledger.delivered(PLAIN, 1, 1);
    }
    index(dir);

    delete(dir.resolve("ledger"));
    Files.move(dir.resolve("earlier"), dir.resolve("ledger"));

    try (var index = Index.open(dir)) {
      assertThatThrownBy(() -> index.catchUp(QUIET))
          .isInstanceOfSatisfying(
              IndexException.class, e -> assertThat(e.kind()).isEqualTo(IndexException.Kind.STALE))
          .hasMessageContaining("entries, ")
          .hasMessageContaining("reindex");
    }
  }

  @Test
  void a_log_with_another_history_of_the_same_length_is_found_out() throws IOException {
    for (String one : List.of("a", "b")) {
      try (var ledger = Recorded.open(dir.resolve(one))) {
        ledger.delivered(PLAIN, 1, 1);
      }
    }
    index(dir.resolve("a"));
    delete(dir.resolve("a/ledger"));
    Files.move(dir.resolve("b/ledger"), dir.resolve("a/ledger"));

    try (var index = Index.open(dir.resolve("a"))) {
      assertThatThrownBy(() -> index.catchUp(QUIET))
          .hasMessageContaining("is not the one that was indexed");
    }
    try (var index = Index.fresh(dir.resolve("a"))) {
      index.catchUp(QUIET);
      assertThat(index.search().count(new Query(List.of(), 1))).isEqualTo(1);
    }
  }

  @Test
  void a_log_that_is_gone_is_said_to_be_gone() throws IOException {
    try (var ledger = Recorded.open(dir)) {
      ledger.delivered(PLAIN, 1, 1);
    }
    index(dir);
    delete(dir.resolve("ledger").resolve(TRAFFIC));

    try (var index = Index.open(dir)) {
      assertThatThrownBy(() -> index.catchUp(QUIET)).hasMessageContaining("no longer in `ledger/`");
    }
  }

  @Test
  void entries_that_the_tree_does_not_have_are_not_indexed() throws IOException {
    try (var ledger = Recorded.open(dir)) {
      ledger.delivered(PLAIN, 1, 1);
    }
    Path bundle;
    try (var files = Files.walk(dir.resolve("ledger").resolve(TRAFFIC).resolve("tile/entries"))) {
      bundle = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length - 10] ^= 1;
    Files.delete(bundle);
    Files.write(bundle, bytes);

    try (var index = Index.open(dir)) {
      assertThatThrownBy(() -> index.catchUp(QUIET))
          .hasMessageContaining("does not have the hash that `tile/0` gives")
          .hasMessageContaining("verify");
      assertThat(index.search().count(new Query(List.of(), 1))).isZero();
    }
  }

  @Test
  void a_file_that_is_no_database_is_replaced_by_reindex_alone() throws IOException {
    try (var ledger = Recorded.open(dir)) {
      ledger.delivered(PLAIN, 1, 1);
    }
    Files.writeString(dir.resolve("index.db"), "not a database at all, but long enough".repeat(99));

    assertThatThrownBy(() -> Index.open(dir)).hasMessageContaining("reindex");
    try (var index = Index.fresh(dir)) {
      index.catchUp(QUIET);
      assertThat(index.search().count(new Query(List.of(), 1))).isEqualTo(1);
    }
  }

  @Test
  void two_that_follow_at_once_take_each_entry_once() throws Exception {
    try (var ledger = Recorded.open(dir);
        var one = later();
        var other = Index.open(dir)) {
      var following =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 40; i++) other.catchUp(QUIET);
              });
      for (int i = 0; i < 120; i++) {
        ledger.delivered(PLAIN, 1, 1);
        if (i % 3 == 0) one.catchUp(QUIET);
      }
      following.join();
      ledger.end();
      one.catchUp(QUIET);

      assertThat(one.search().count(new Query(List.of(), 1))).isEqualTo(120);
      assertThat(one.kinds(TRAFFIC)).containsEntry("outcome", 120L);
    }
  }

  /// An index of a folder whose ledger may not be there yet.
  private Index later() {
    try {
      Files.createDirectories(dir.resolve("ledger"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Index.open(dir);
  }

  private static void index(Path data) {
    try (var index = Index.open(data)) {
      index.catchUp(QUIET);
    }
  }

  private static void await(Index index, long records) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (index.search().count(new Query(List.of(), 1)) < records) {
      if (System.nanoTime() > deadline) throw new AssertionError("nothing was published");
      index.catchUp(QUIET);
    }
  }

  private static final String WORDS =
      "(SELECT words FROM words_once WHERE id = %1$s >> 24)"
          + " || (SELECT words FROM words_many WHERE id = %1$s & 0xffffff)";

  /// Sets of words bear numbers that depend on the order of arrival.
  private static final Map<String, String> ALIKE =
      Map.of(
          "profiles",
          "SELECT " + WORDS.formatted("profile") + ", records FROM profiles",
          "words_once",
          "SELECT 1 WHERE 0",
          "words_many",
          "SELECT 1 WHERE 0",
          "records",
          "SELECT " + WORDS.formatted("r.profile") + ", r.* FROM records r");

  /// All rows of all tables, with records named by their place in the log.
  private List<String> dump() throws SQLException {
    var rows = new ArrayList<String>();
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("index.db"));
        var statement = database.createStatement()) {
      for (String table : Schema.TABLES) {
        boolean child = List.of("labels", "rules", "tools", "queues", "sources").contains(table);
        String sql =
            child
                ? "SELECT r.log, r.intent, c.* FROM "
                    + table
                    + " c JOIN records r ON r.id = c.record"
                : ALIKE.getOrDefault(table, "SELECT * FROM " + table);
        try (var row = statement.executeQuery(sql)) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            var text = new StringBuilder(table);
            for (int i = 1; i <= columns; i++) {
              String name = row.getMetaData().getColumnName(i);
              if (List.of("id", "record", "profile").contains(name)) continue;
              text.append('|').append(row.getString(i));
            }
            rows.add(text.toString());
          }
        }
      }
    }
    rows.sort(Comparator.naturalOrder());
    return rows;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) Files.createDirectories(target);
        else Files.copy(path, target);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }
}
