package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.index.Recorded.Exchange.PLAIN;
import static probity.index.Recorded.TRAFFIC;
import static probity.server.Running.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.index.Recorded;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.ProofFile;
import probity.ledger.TrustPolicy;

/// The commands that look into a ledger, run as a person runs them.
class FindShowTest {
  @TempDir private Path data;

  @Test
  void records_are_found_while_the_gateway_runs_by_another_process() throws Exception {
    try (var provider = FakeProvider.start();
        var gateway = Running.start(data, provider)) {
      var reply = gateway.call(chat("hi", ""));
      // The follower of the gateway itself comes to it by and by.
      Running.await(
          () -> Commands.run("find", "--data", data.toString()).out().contains(reply.record()));

      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "probity.server.Main",
                  "find",
                  "--data",
                  data.toString(),
                  "--caller",
                  "support-bot")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(said).contains(reply.record(), "delivered").endsWith("1 of 1 records\n");
    }
  }

  @Test
  void the_gateway_follows_its_own_ledger() throws Exception {
    try (var provider = FakeProvider.start();
        var gateway = Running.start(data, provider)) {
      var reply = gateway.call(chat("hi", ""));

      Running.await(() -> indexed(reply.record()));
    }
  }

  /// Looks into the file itself: a command would catch up first.
  private boolean indexed(String exchange) {
    if (!Files.exists(data.resolve("index.db"))) return false;
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("index.db"));
        var statement =
            database.prepareStatement("SELECT ending FROM records WHERE exchange = ?")) {
      statement.setString(1, exchange);
      try (var row = statement.executeQuery()) {
        return row.next() && row.getString(1).equals("delivered");
      }
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void a_table_tells_of_each_record_and_how_many_there_are() {
    String exchange = "";
    try (var ledger = Recorded.open(data)) {
      for (int i = 0; i < 3; i++) exchange = ledger.delivered(PLAIN, 3, 4);
    }

    var run = Commands.run("find", "--data", data.toString(), "--limit", "2");

    assertThat(run.status()).isZero();
    assertThat(run.lines()).hasSize(4);
    assertThat(run.lines().getFirst()).startsWith("time").endsWith("tokens");
    assertThat(run.lines().get(1))
        .isEqualTo(
            "2026-11-25T09:00:00.000Z  "
                + exchange
                + "  chat   support-bot  permit   may-chat  -       gpt-4o-mini  delivered  7");
    assertThat(run.lines().getLast()).isEqualTo("2 of 3 records");
  }

  @Test
  void json_is_one_object_a_line() {
    String exchange;
    try (var ledger = Recorded.open(data)) {
      exchange = ledger.delivered(PLAIN, 3, 4);
    }

    var run = Commands.run("find", "--data", data.toString(), "--json");

    assertThat(run.lines()).hasSize(1);
    var record = Json.parseCanonicalObject(run.lines().getFirst()).orThrow();
    assertThat(record.text("exchange")).contains(exchange);
    assertThat(record.number("total_tokens")).contains(7L);
  }

  @Test
  void a_word_that_stands_in_no_record_gets_the_nearest_known_one() {
    try (var ledger = Recorded.open(data)) {
      ledger.delivered(PLAIN, 3, 4);
    }

    var near = Commands.run("find", "--data", data.toString(), "--caller", "suport-bot");
    var far = Commands.run("find", "--data", data.toString(), "--ending", "zzz");

    assertThat(near.err())
        .contains("no record has the caller `suport-bot`, did you mean `support-bot`?");
    assertThat(near.out()).isEqualTo("0 of 0 records\n");
    assertThat(far.err()).contains("no record has the ending `zzz`; there are `delivered`");
  }

  @Test
  void what_is_no_time_or_no_folder_is_said_in_a_sentence() {
    assertThat(Commands.run("find", "--data", data.toString(), "--from", "yesterday").err())
        .contains("--from `yesterday` is not a time in UTC");
    assertThat(Commands.run("find", "--data", data.toString()).err())
        .contains("has no folder `ledger`");
    assertThat(Commands.run("find").err())
        .contains("exactly one of `--config FILE` and `--data DIR` was expected");
  }

  @Test
  void a_record_is_shown_with_its_entries_and_a_proof_that_others_can_check() throws IOException {
    Recorded.Intent intent;
    Hash outcome;
    try (var ledger = Recorded.open(data)) {
      for (int i = 0; i < 300; i++) ledger.delivered(PLAIN, 1, 1);
      intent = ledger.intent(PLAIN);
      ledger.step(intent, "lookup_order", "refuse");
      outcome = ledger.outcome(intent, "delivered", 200, 3, 4);
      for (int i = 0; i < 30; i++) ledger.delivered(PLAIN, 1, 1);
    }
    Path proof = data.resolve("one.tlog-proof");

    var run = show(intent.exchange(), "--proof", proof.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("request   permit by may-chat")
        .contains("lookup_order: refuse by tools")
        .contains("ending    delivered")
        .contains(intent.leaf().hex(), outcome.hex())
        .contains("signed by the log alone");
    var policy = TrustPolicy.parse(Files.readString(data.resolve("trust"))).orThrow();
    var read = ProofFile.parse(Files.readAllBytes(proof)).orThrow();
    assertThat(read.verify(outcome, policy).orThrow().checkpoint().size()).isGreaterThan(660);
    assertThat(read.verify(intent.leaf(), policy)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void an_entry_is_found_by_its_place_and_by_its_leaf_hash() throws IOException {
    Recorded.Intent intent;
    try (var ledger = Recorded.open(data)) {
      intent = ledger.intent(PLAIN);
      ledger.outcome(intent, "delivered", 200, 3, 4);
    }

    assertThat(show(intent.leaf().hex()).out()).contains("record    " + intent.exchange());
    assertThat(show(TRAFFIC + ":3").out()).contains("record    " + intent.exchange());
    assertThat(show("records:1").out()).contains("kind      genesis", "records:1");
    String genesis =
        Json.objects(
                Json.parseCanonicalObject(show("records:1", "--json").lines().getFirst())
                    .orThrow()
                    .items("entries"))
            .getFirst()
            .text("leaf")
            .orElseThrow();
    assertThat(show(genesis).out()).contains("kind      genesis");
  }

  @Test
  void a_cosigned_checkpoint_carries_the_proof_of_what_it_covers() throws IOException {
    Recorded.Intent intent;
    try (var ledger = Recorded.open(data)) {
      intent = ledger.intent(PLAIN);
      ledger.outcome(intent, "delivered", 200, 3, 4);
    }
    Path log = data.resolve("ledger").resolve(TRAFFIC);
    Files.copy(log.resolve("checkpoint"), log.resolve("cosigned"));
    Recorded.Intent later;
    try (var ledger = Recorded.open(data)) {
      later = ledger.intent(PLAIN);
      for (int i = 0; i < 300; i++) ledger.delivered(PLAIN, 1, 1);
    }

    assertThat(show(intent.leaf().hex()).out())
        .contains("from the file `cosigned` (`verify` checks its signatures)");
    assertThat(show(later.leaf().hex()).out()).contains("signed by the log alone");
    // Both were made at one time by one clock, which the gateway's ids never are.
    assertThat(later.exchange()).isEqualTo(intent.exchange());
    assertThat(show(later.exchange()).err()).contains("2 records have the exchange", TRAFFIC + ":");
  }

  @Test
  void what_is_not_there_is_said_in_a_sentence() {
    try (var ledger = Recorded.open(data)) {
      ledger.delivered(PLAIN, 3, 4);
    }

    assertThat(show("x").err()).contains("record `x` is not an exchange's id");
    assertThat(show("records:99").err()).contains("there is no entry 99");
    assertThat(show("traffic:1").err()).contains("there is no log `traffic`; there are records");
    assertThat(show("0".repeat(64)).err()).contains("no published entry has the leaf hash");
    assertThat(show("01ARZ3NDEKTSV4RRFFQ69G5FAV").err()).contains("no published record");
  }

  @Test
  void reindex_shows_how_far_it_is_and_what_it_indexed() {
    try (var ledger = Recorded.open(data)) {
      for (int i = 0; i < 3; i++) ledger.delivered(PLAIN, 3, 4);
    }

    var run = Commands.run("reindex", "--data", data.toString());

    assertThat(run.err()).containsPattern(TRAFFIC + ": ([0-9]+) of \\1 entries\n");
    assertThat(run.out()).matches("indexed: 2 logs, [0-9]+ entries, 3 records\n");
  }

  private Commands.Run show(String... words) {
    var all = new ArrayList<>(List.of("show", "--data", data.toString()));
    all.addAll(List.of(words));
    return Commands.run(all.toArray(String[]::new));
  }
}
