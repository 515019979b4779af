package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.NOON;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.append;
import static probity.store.file.Ledgers.durable;
import static probity.store.file.Ledgers.intent;
import static probity.store.file.Ledgers.refused;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.ledger.Entry;

class DiskFaultTest {
  @TempDir Path dir;

  private final FaultyDisk disk = FaultyDisk.sound();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private FileLedger open(Settings settings) {
    return FileLedger.open(dir, settings, now::get, new SecureRandom(), disk);
  }

  @Test
  void a_full_disk_refuses_until_there_is_room_and_a_gap_entry_says_so() throws IOException {
    int refusals = 2;

    try (var ledger = open(LAZY)) {
      disk.journalFull = true;
      while (append(ledger, intent(TRAFFIC, 600)).join() instanceof Appended.Durable) {}
      now.set(NOON.plusSeconds(5));
      assertThat(refused(ledger, intent(TRAFFIC, 600)).reason()).isEqualTo("disk-full");
      assertThat(ledger.status().writing()).isEqualTo(Status.Writing.DISK_FULL);
      disk.journalFull = false;
      now.set(NOON.plusSeconds(60));
      durable(ledger, intent(TRAFFIC, 1));
      assertThat(ledger.status().writing()).isEqualTo(Status.Writing.RUNNING);
    }

    var gaps =
        LedgerCheck.check(dir).log(TRAFFIC).stream()
            .filter(entry -> entry.kind().equals("gap"))
            .map(Entry::body)
            .toList();
    assertThat(gaps).hasSize(1);
    assertThat(gaps.getFirst().number("refused")).contains((long) refusals);
    assertThat(gaps.getFirst().text("reason")).contains("disk-full");
    assertThat(gaps.getFirst().text("from")).contains("2026-11-25T12:00:00.000Z");
    assertThat(gaps.getFirst().text("until")).contains("2026-11-25T12:00:05.000Z");
  }

  @Test
  void a_write_that_failed_ends_all_writing_until_the_next_start() throws IOException {
    Appended.Durable before;
    try (var ledger = open(LAZY)) {
      before = durable(ledger, intent(TRAFFIC, 1));
      disk.forceFails = true;
      assertThat(refused(ledger, intent(TRAFFIC, 2)).reason()).isEqualTo("write-failed");
      disk.forceFails = false;

      assertThat(refused(ledger, intent(TRAFFIC, 3)).reason()).isEqualTo("write-failed");
      assertThat(ledger.status().writing()).isEqualTo(Status.Writing.BROKEN);
    }

    open(LAZY).close();
    assertThat(LedgerCheck.check(dir).log(TRAFFIC)).extracting(Entry::leaf).contains(before.leaf());
  }

  @Test
  void a_sealer_without_room_keeps_the_entries_and_goes_on_later() throws Exception {
    try (var ledger = open(Ledgers.settings(Duration.ofMillis(2), 1_000))) {
      durable(ledger, intent(TRAFFIC, 1));
      disk.othersFull = true;
      var last = durable(ledger, intent(TRAFFIC, 2));
      while (ledger.status().sealing() != Status.Sealing.RETRYING) Thread.sleep(1);
      disk.othersFull = false;
      while (ledger.status().sealing() != Status.Sealing.RUNNING) Thread.sleep(1);

      assertThat(ledger.read(TRAFFIC)).extracting(Entry::leaf).contains(last.leaf());
      assertThat(ledger.published(TRAFFIC).orElseThrow().size()).isEqualTo(5);
    }
    assertThat(LedgerCheck.check(dir).log(TRAFFIC)).hasSize(5);
  }

  @Test
  void more_entries_than_the_backlog_holds_are_refused() throws IOException {
    try (var ledger = open(Ledgers.settings(Duration.ofDays(1), 7))) {
      // The log's keys in `records`, its `key` and `genesis`, and the `key` of the writer's series.
      durable(ledger, intent(TRAFFIC, 1));
      durable(ledger, intent(TRAFFIC, 2));

      assertThat(refused(ledger, intent(TRAFFIC, 3)).reason()).isEqualTo("backlog-full");
    }
    LedgerCheck.check(dir);
  }
}
