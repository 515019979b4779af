package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.store.file.Ledgers.EAGER;
import static probity.store.file.Ledgers.LAZY;
import static probity.store.file.Ledgers.TRAFFIC;
import static probity.store.file.Ledgers.intent;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import probity.evidence.Appended;
import probity.ledger.Entry;
import probity.ledger.Hash;

@Timeout(180)
class KilledHalvesTest {
  @TempDir Path dir;

  private static Appended append(Ledger ledger, int number) {
    var end = new CompletableFuture<Appended>();
    ledger.append(intent(TRAFFIC, number), Runnable::run, end::complete);
    return end.join();
  }

  private RemoteLedger gateway() {
    return RemoteLedger.open(
        dir.resolve("s"), LAZY, InstantSource.system(), new SecureRandom(), Duration.ofSeconds(20));
  }

  @Test
  void a_sealer_that_is_killed_under_load_loses_nothing_acknowledged() throws Exception {
    var acknowledged = Collections.synchronizedList(new ArrayList<Hash>());
    var ended = new AtomicBoolean();
    var sealer = HalvesProcess.start("sealer", dir);
    try (var gateway = gateway();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 8; thread++) {
        threads.execute(() -> {
          for (int i = 0; !ended.get(); i++) {
            if (append(gateway, i) instanceof Appended.Durable durable) {
              acknowledged.add(durable.leaf());
            }
          }
        });
      }
      for (int death = 0; death < 3; death++) {
        int before = acknowledged.size();
        while (acknowledged.size() < before + 200) Thread.sleep(5);
        sealer.kill();
        sealer = HalvesProcess.start("sealer", dir);
      }
      int last = acknowledged.size();
      while (acknowledged.size() < last + 50) Thread.sleep(5);
      ended.set(true);
    } finally {
      ended.set(true);
      sealer.kill();
    }

    FileLedger.openForPeers(dir.resolve("data"), EAGER, InstantSource.system(), new SecureRandom())
        .close();
    var entries = LedgerCheck.check(dir.resolve("data")).log(TRAFFIC);
    assertThat(entries).extracting(Entry::leaf).containsAll(acknowledged);
    assertThat(entries.stream().filter(entry -> entry.kind().equals("gap"))).isNotEmpty();
    assertThat(open(entries)).isSubsetOf(acknowledged);
  }

  /// Intents without an outcome. One that was told as unwritable must not be among them.
  private static List<Hash> open(List<Entry> entries) {
    var ended =
        entries.stream()
            .filter(entry -> entry.kind().equals("outcome"))
            .map(entry -> entry.body().text("intent").orElseThrow())
            .toList();
    return entries.stream()
        .filter(entry -> entry.kind().equals("intent"))
        .map(Entry::leaf)
        .filter(leaf -> !ended.contains(leaf.hex()))
        .toList();
  }

  @Test
  void a_gateway_that_is_killed_leaves_what_was_acknowledged_and_the_next_one_hears_of_it()
      throws Exception {
    var acknowledged = new ArrayList<Hash>();
    var ledger =
        FileLedger.openForPeers(
            dir.resolve("data"), EAGER, InstantSource.system(), new SecureRandom());
    try (ledger;
        var _ =
            LedgerSocket.open(dir.resolve("s"), ledger, Optional.empty(), InstantSource.system())) {
      for (int death = 0; death < 2; death++) {
        try (var gateway = HalvesProcess.start("gateway", dir)) {
          for (int i = 0; i < 100; i++) {
            acknowledged.add(Hash.parseHex(gateway.out().readLine()).orThrow());
          }
          gateway.kill();
          for (String line; (line = gateway.out().readLine()) != null && line.length() == 64; ) {
            acknowledged.add(Hash.parseHex(line).orThrow());
          }
        }
      }
      try (var next = gateway()) {
        assertThat(next.openIntents()).extracting(Entry::leaf).containsAll(acknowledged);
      }
    }

    assertThat(LedgerCheck.check(dir.resolve("data")).log(TRAFFIC))
        .extracting(Entry::leaf)
        .containsAll(acknowledged);
  }
}
