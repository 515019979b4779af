package probity.store.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Json;

/// Measures how fast drafts become durable; no test, and it asserts nothing. Arguments: a folder on
/// the disk to measure, entries, how many are under way at once.
final class AppendSpeed {
  private static final int ROUNDS = 5;

  private AppendSpeed() {}

  public static void main(String[] arguments) throws Exception {
    Path parent = Path.of(arguments[0]);
    int entries = Integer.parseInt(arguments[1]);
    int underWay = Integer.parseInt(arguments[2]);
    for (int round = 0; round < ROUNDS; round++) {
      Path dir = Files.createTempDirectory(parent, "append-speed");
      var settings = Settings.of("probity.example/speed", "gateway", "probity 0.1");
      try (var ledger =
          FileLedger.open(dir, settings, InstantSource.system(), new SecureRandom())) {
        measure(ledger, entries, underWay);
      }
      try (var walk = Files.walk(dir)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void measure(FileLedger ledger, int entries, int underWay) throws Exception {
    var free = new Semaphore(underWay);
    var refused = new AtomicInteger();
    long[] nanos = new long[entries];
    String filler = "x".repeat(1_500);
    long start = System.nanoTime();
    for (int i = 0; i < entries; i++) {
      free.acquire();
      int number = i;
      long sent = System.nanoTime();
      var body = Json.object().put("exchange", "x" + i).put("filler", filler).build();
      ledger.append(
          new Draft("traffic-standard-2026h2", "step", body),
          Runnable::run,
          end -> {
            nanos[number] = System.nanoTime() - sent;
            if (!(end instanceof Appended.Durable)) refused.incrementAndGet();
            free.release();
          });
    }
    free.acquire(underWay);
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%,.0f entries/s, p50 %.2f ms, p99 %.2f ms, refused %d%n",
        entries / seconds,
        nanos[entries / 2] / 1e6,
        nanos[entries * 99 / 100] / 1e6,
        refused.get());
  }
}
