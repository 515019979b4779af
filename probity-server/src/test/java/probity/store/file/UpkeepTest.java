package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.append;
import static probity.store.file.Ledgers.durable;
import static probity.store.file.Ledgers.intent;
import static probity.store.file.Ledgers.outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.KeyType;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;
import probity.verify.Options;
import probity.verify.Patience;
import probity.verify.Trust;
import probity.verify.Verifier;

class UpkeepTest {
  @TempDir Path dir;

  private final AtomicReference<Instant> now = new AtomicReference<>(Ledgers.NOON);

  private FileLedger open() {
    InstantSource clock = now::get;
    return FileLedger.open(dir, Ledgers.EAGER, clock, new SecureRandom(), new NioDisk());
  }

  private static void await(BooleanSupplier what) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited a minute").isLessThan(until);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static List<String> kinds(FileLedger ledger, String log) {
    return ledger.read(log).stream().map(Entry::kind).toList();
  }

  private TrustPolicy policy(String log) {
    try {
      return TrustPolicy.parse(Files.readString(dir.resolve("ledger/" + log + "/policy")))
          .orThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> keyFiles(String log) throws IOException {
    try (var files = Files.list(dir.resolve("keys"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(log) && !name.endsWith(".policy"))
          .sorted()
          .toList();
    }
  }

  @Test
  void an_open_log_says_every_minute_what_it_holds_also_over_a_restart() {
    Entry beat;
    try (var ledger = open()) {
      var open = durable(ledger, intent(TRAFFIC, 1));
      durable(ledger, outcome(TRAFFIC, open.leaf()));
      durable(ledger, intent(TRAFFIC, 2));
      await(() -> ledger.published(TRAFFIC).isPresent());
    }
    now.updateAndGet(time -> time.plusSeconds(20));
    try (var ledger = open()) {
      durable(ledger, intent(TRAFFIC, 3));
      await(() -> {
        now.updateAndGet(time -> time.plusSeconds(61));
        return kinds(ledger, TRAFFIC).contains("heartbeat");
      });
      beat =
          ledger.read(TRAFFIC).stream()
              .filter(e -> e.kind().equals("heartbeat"))
              .findFirst()
              .orElseThrow();
    }

    // Keys: the ledger's own series and the writer's, of both processes.
    assertThat(beat.body().object("counts").orElseThrow().toString())
        .contains("genesis", "intent", "key", "outcome");
    assertThat(beat.body().object("counts").orElseThrow().number("intent")).contains(3L);
    assertThat(beat.body().object("counts").orElseThrow().number("key")).contains(4L);
    assertThat(beat.body().number("open")).contains(2L);
    verify();
  }

  @Test
  void a_key_is_rotated_with_overlap_and_the_old_one_destroyed() throws IOException {
    TrustPolicy old;
    try (var ledger = open()) {
      await(() -> ledger.published("records").isPresent());
      old = policy("records");
      assertThat(old.logs()).hasSize(2);

      var rotation = new KeyRotation(dir, Ledgers.EAGER, new SecureRandom(), now::get);
      assertThatThrownBy(rotation::finish).hasMessageContaining("there is no newer key");
      Path cosigned = dir.resolve("ledger/records/cosigned");
      Files.copy(dir.resolve("ledger/records/checkpoint"), cosigned);
      rotation.begin();
      assertThatThrownBy(rotation::begin).hasMessageContaining("not finished");
      await(() -> policy("records").logs().size() == 4);
      // It was of the policy before.
      assertThat(cosigned).doesNotExist();
      await(() -> lines("records") == 4);

      rotation.finish();
      await(() -> policy("records").logs().size() == 2 && lines("records") == 2);
      await(() -> rotation.keys("records").stream().allMatch(KeyRotation.Key::signing));
      assertThat(kinds(ledger, "records")).containsSubsequence("genesis", "policy", "policy");
    }

    assertThat(keyFiles("records")).containsExactly("records.1.key", "records.1.ml-dsa-44.key");
    assertThat(policy("records").logs()).doesNotContain(old.logs().getFirst());
    try (var again = open()) {
      durable(again, intent(TRAFFIC, 1));
    }
    verify();
  }

  private int lines(String log) {
    try {
      byte[] note = Files.readAllBytes(dir.resolve("ledger/" + log + "/checkpoint"));
      return Note.parse(note).orThrow().lines().size();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_log_that_lost_a_key_is_not_opened() throws IOException {
    try (var ledger = open()) {
      durable(ledger, intent(TRAFFIC, 1));
    }
    Files.delete(dir.resolve("keys/records.ml-dsa-44.key"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("put the file back");
  }

  @Test
  void a_log_whose_half_year_is_over_is_closed_and_its_keys_destroyed() throws IOException {
    try (var ledger = open()) {
      var open = durable(ledger, intent(TRAFFIC, 1));
      now.set(Instant.parse("2027-01-01T02:00:00Z"));
      durable(ledger, outcome(TRAFFIC, open.leaf()));
      await(() -> kinds(ledger, TRAFFIC).getLast().equals("close"));
      await(() -> noKeys(TRAFFIC));
      assertThat(append(ledger, intent(TRAFFIC, 2)).join())
          .isInstanceOfSatisfying(
              Appended.Unwritable.class, end -> assertThat(end.reason()).isEqualTo("closed"));
      durable(ledger, intent(Ledgers.NEXT, 3));
    }
    try (var ledger = open()) {
      assertThat(append(ledger, intent(TRAFFIC, 2)).join()).isInstanceOf(Appended.Unwritable.class);
      assertThat(ledger.published(TRAFFIC).map(Checkpoint::size)).contains(6L);
    }
    assertThat(policy(TRAFFIC).logs())
        .extracting(key -> key.type())
        .containsExactly(KeyType.ED25519, KeyType.ML_DSA_44);
    verify();
  }

  private boolean noKeys(String log) {
    try {
      return keyFiles(log).isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void verify() {
    String text;
    try {
      text = Files.readString(dir.resolve("trust"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    // The intents of these tests lack members, so a whole verifier sees `records` alone.
    var trust = new Trust.Keys(TrustPolicy.parse(text).orThrow());
    var report =
        new Verifier(trust, Options.DEFAULT.patience(Patience.NONE))
            .verify(dir.resolve("ledger/records"));
    assertThat(report.lines()).as("%s", report.lines()).last().asString().startsWith("verified");
  }
}
