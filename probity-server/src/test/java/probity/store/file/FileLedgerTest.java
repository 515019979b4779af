package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.store.file.Ledgers.EAGER;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.NEXT;
import static probity.store.file.Ledgers.NOON;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.append;
import static probity.store.file.Ledgers.bundle;
import static probity.store.file.Ledgers.durable;
import static probity.store.file.Ledgers.intent;
import static probity.store.file.Ledgers.outcome;
import static probity.store.file.Ledgers.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;

class FileLedgerTest {
  @TempDir Path dir;

  @Test
  void what_was_appended_is_published_with_exactly_the_files_of_the_format() throws IOException {
    var leaves = new ArrayList<Hash>();

    try (var ledger = Ledgers.open(dir, EAGER)) {
      durable(ledger, bundle("rules: []"));
      for (int i = 0; i < 300; i++) leaves.add(durable(ledger, intent(TRAFFIC, i)).leaf());
    }

    var logs = LedgerCheck.check(dir);
    assertThat(logs.log(TRAFFIC)).extracting(Entry::leaf).endsWith(leaves.toArray(Hash[]::new));
    assertThat(logs.log(TRAFFIC)).hasSize(303);
    assertThat(logs.log("records"))
        .extracting(Entry::kind)
        .containsExactly("key", "genesis", "key", "bundle", "key", "key");
  }

  @Test
  void records_is_published_from_the_start() throws IOException {
    Ledgers.open(dir, LAZY).close();

    var records = LedgerCheck.check(dir).log("records");

    assertThat(records).extracting(Entry::kind).containsExactly("key", "genesis");
    assertThat(records.get(1).body().text("class")).contains("records");
    assertThat(Files.readString(dir.resolve("trust")))
        .isEqualTo(Files.readString(dir.resolve("ledger/records/policy")));
  }

  @Test
  void a_traffic_log_names_records_and_its_predecessor() throws IOException {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, intent(TRAFFIC, 1));
    }
    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, intent(NEXT, 2));

      var genesis = ledger.read(NEXT).get(1).body();

      assertThat(genesis.object("previous").orElseThrow().text("root"))
          .contains(ledger.published(TRAFFIC).orElseThrow().root().base64());
      assertThat(genesis.object("records").orElseThrow().text("root"))
          .contains(ledger.published("records").orElseThrow().root().base64());
      assertThat(genesis.text("period")).contains("2027h1");
    }
    LedgerCheck.check(dir);
    assertThat(Files.readString(dir.resolve("trust"))).contains(TRAFFIC, NEXT, "records");
  }

  @Test
  void a_restart_goes_on_with_a_new_series() throws IOException {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, intent(TRAFFIC, 1));
    }

    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, intent(TRAFFIC, 2));
    }

    var entries = LedgerCheck.check(dir).log(TRAFFIC);
    assertThat(entries)
        .extracting(Entry::kind)
        .containsExactly("key", "genesis", "key", "intent", "key", "intent");
    assertThat(entries.get(5).series()).isNotEqualTo(entries.get(3).series());
  }

  @Test
  void many_appenders_get_every_entry_in_their_own_order() throws Exception {
    var times = Collections.synchronizedList(new ArrayList<List<Appended>>());

    try (var ledger = Ledgers.open(dir, EAGER);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 64; thread++) {
        threads.execute(() -> {
          var own = new ArrayList<Appended>();
          for (int i = 0; i < 50; i++) {
            own.add(append(ledger, intent(i % 2 == 0 ? TRAFFIC : NEXT, i)).join());
          }
          times.add(own);
        });
      }
    }

    var logs = LedgerCheck.check(dir);
    var order = logs.log(TRAFFIC).stream().map(Entry::leaf).toList();
    assertThat(order).hasSize(64 * 25 + 3);
    assertThat(times).hasSize(64);
    for (var own : times) {
      var places =
          own.stream()
              .map(end -> order.indexOf(((Appended.Durable) end).leaf()))
              .filter(place -> place >= 0)
              .toList();
      assertThat(places).hasSize(25).isSorted();
    }
  }

  @Test
  void an_executor_is_woken_once_for_all_of_a_batch() {
    var release = new CountDownLatch(1);
    var woken = new AtomicInteger();
    Executor home =
        task -> {
          woken.incrementAndGet();
          task.run();
        };

    try (var ledger = Ledgers.open(dir, LAZY)) {
      // Holds the writer until ten drafts wait.
      ledger.append(intent(TRAFFIC, 0), Runnable::run, _ -> await(release));
      var ends = new ArrayList<CompletableFuture<Appended>>();
      for (int i = 0; i < 10; i++) {
        var end = new CompletableFuture<Appended>();
        ledger.append(intent(TRAFFIC, i), home, end::complete);
        ends.add(end);
      }
      release.countDown();
      ends.forEach(CompletableFuture::join);
    }

    assertThat(woken).hasValueLessThanOrEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_throwing_callback_harms_no_other() {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      ledger.append(
          intent(TRAFFIC, 1),
          Runnable::run,
          _ -> {
            throw new IllegalStateException("of the test");
          });

      assertThat(durable(ledger, intent(TRAFFIC, 2)).seq()).isEqualTo(2);
    }
  }

  @Test
  void an_entry_over_the_bound_is_refused_and_leaves_no_gap_in_the_series() throws IOException {
    var large = Json.object().put("filler", "x".repeat(Entry.BYTES_MAX)).build();

    try (var ledger = Ledgers.open(dir, LAZY)) {
      durable(ledger, intent(TRAFFIC, 1));
      var end = refused(ledger, new Draft(TRAFFIC, "intent", large));
      durable(ledger, intent(TRAFFIC, 2));

      assertThat(end.reason()).isEqualTo("entry-too-large");
    }

    assertThat(LedgerCheck.check(dir).log(TRAFFIC)).hasSize(5);
  }

  @Test
  void a_draft_that_would_not_verify_is_refused() throws IOException {
    var nested = Json.object().build();
    for (int i = 0; i < 40; i++) nested = Json.object().put("in", nested).build();
    var bodies =
        List.of(
            Json.object().put("seq", 7).build(),
            Json.object().put("list", Collections.nCopies(65, "x")).build(),
            nested);

    try (var ledger = Ledgers.open(dir, LAZY)) {
      for (Json.Obj body : bodies) {
        assertThat(refused(ledger, new Draft(TRAFFIC, "intent", body)).reason())
            .isEqualTo("malformed");
      }
      assertThat(refused(ledger, new Draft("../x", "intent", Json.object().build())).reason())
          .isEqualTo("malformed");
      var named = new Draft("records", "bundle", bundle("gone").body());
      assertThat(refused(ledger, named).reason()).isEqualTo("malformed");
    }

    LedgerCheck.check(dir);
  }

  @Test
  void a_clock_set_back_shows_as_skew() throws IOException {
    var now = new AtomicReference<Instant>(NOON);

    try (var ledger = FileLedger.open(dir, LAZY, now::get, new SecureRandom())) {
      durable(ledger, intent(TRAFFIC, 1));
      now.set(NOON.minusMillis(1_500));
      durable(ledger, intent(TRAFFIC, 2));
      now.set(NOON.plusMillis(1));
      durable(ledger, intent(TRAFFIC, 3));
    }

    var entries = LedgerCheck.check(dir).log(TRAFFIC);
    assertThat(entries).extracting(Entry::skew).containsExactly(0L, 0L, 0L, 0L, 1_500L, 0L);
    assertThat(entries.getLast().time()).isEqualTo("2026-11-25T12:00:00.001Z");
  }

  @Test
  void a_second_start_is_refused_while_the_first_runs() {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      assertThat(ledger.published("records")).isPresent();

      assertThatThrownBy(() -> Ledgers.open(dir, LAZY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is used by another process");
    }
    Ledgers.open(dir, LAZY).close();
  }

  @Test
  void drafts_after_the_end_are_refused() {
    var ledger = Ledgers.open(dir, LAZY);
    ledger.close();

    assertThat(refused(ledger, intent(TRAFFIC, 1)).reason()).isEqualTo("closing");
  }

  @Test
  void intents_without_an_outcome_are_found_by_every_later_start() throws IOException {
    Hash open;
    try (var ledger = Ledgers.open(dir, EAGER)) {
      var closed = durable(ledger, intent(TRAFFIC, 1));
      open = durable(ledger, intent(TRAFFIC, 2)).leaf();
      // Enough that the outcome stands in another journal file than its intent.
      for (int i = 0; i < 500; i++) {
        var other = durable(ledger, intent(TRAFFIC, 650)).leaf();
        durable(ledger, outcome(TRAFFIC, other));
      }
      durable(ledger, outcome(TRAFFIC, closed.leaf()));
    }

    for (int start = 0; start < 2; start++) {
      try (var ledger = Ledgers.open(dir, EAGER)) {
        assertThat(ledger.openIntents()).extracting(Entry::leaf).containsExactly(open);
      }
    }
    try (var ledger = Ledgers.open(dir, EAGER)) {
      durable(ledger, outcome(TRAFFIC, open));
    }
    assertThat(dir.resolve("segments")).isEmptyDirectory();
    LedgerCheck.check(dir);
  }

  @Test
  void entries_can_be_read_before_and_after_they_are_published() {
    try (var ledger = Ledgers.open(dir, LAZY)) {
      var first = durable(ledger, bundle("one")).leaf();

      assertThat(ledger.read("records")).extracting(Entry::leaf).contains(first).hasSize(4);
      assertThat(ledger.published("records").orElseThrow().size()).isEqualTo(2);
      assertThat(ledger.status().logs().get("records")).isEqualTo(new Status.Log(4, 2));
    }
    try (var ledger = Ledgers.open(dir, LAZY)) {
      assertThat(ledger.read("records")).hasSize(4);
    }
  }
}
