package probity.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.TrustPolicy;

/// What the tests of the ledger share.
final class Ledgers {
  static final String TRAFFIC = "traffic-standard-2026h2";
  static final String NEXT = "traffic-standard-2027h1";
  static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  /// Seals soon.
  static final Settings EAGER = settings(Duration.ofMillis(5), 1_000_000);

  /// Seals at start and end only, so that entries wait in the journal.
  static final Settings LAZY = settings(Duration.ofDays(1), 1_000_000);

  private Ledgers() {}

  static Settings settings(Duration sealEvery, int backlogMax) {
    return new Settings(
        "probity.example/acme",
        "gateway",
        "probity 0.1",
        Settings.SEGMENT_BYTES_MIN,
        sealEvery,
        1_000_000,
        backlogMax,
        1L << 30,
        100_000,
        TrustPolicy::ofLogs);
  }

  static FileLedger open(Path dir, Settings settings) {
    return open(dir, settings, new NioDisk());
  }

  static FileLedger open(Path dir, Settings settings, Disk disk) {
    return FileLedger.open(dir, settings, InstantSource.fixed(NOON), new SecureRandom(), disk);
  }

  static CompletableFuture<Appended> append(FileLedger ledger, Draft draft) {
    var end = new CompletableFuture<Appended>();
    ledger.append(draft, Runnable::run, end::complete);
    return end;
  }

  static Appended.Durable durable(FileLedger ledger, Draft draft) {
    return (Appended.Durable) append(ledger, draft).join();
  }

  static Appended.Unwritable refused(FileLedger ledger, Draft draft) {
    return (Appended.Unwritable) append(ledger, draft).join();
  }

  static Draft intent(String log, int number) {
    var body = Json.object().put("exchange", "x" + number).put("filler", "y".repeat(number % 700));
    return new Draft(log, "intent", body.build());
  }

  static Draft outcome(String log, Hash intent) {
    return new Draft(log, "outcome", Json.object().put("intent", intent.hex()).build());
  }

  static Draft bundle(String text) {
    var blob = Bytes.utf8(text);
    var body = Json.object().put("digest", Hash.of(blob.array()).hex()).build();
    return new Draft("records", "bundle", body, List.of(blob));
  }

  /// Copies a folder as a crash would leave it: whatever process writes there goes on.
  static void copy(Path from, Path to) throws IOException {
    try (var walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
