package probity.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.console.traffic.Health;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Checkpoint;
import probity.ledger.Json;
import probity.store.file.FileLedger;
import probity.store.file.Settings;

/// What the page of the ledger is told, of a real ledger and its files.
class LedgerWatchTest {
  private static final String TRAFFIC = "traffic-standard-2026h2";

  @TempDir private Path data;
  private FileLedger ledger;
  private LedgerWatch watch;

  @BeforeEach
  void open() {
    var settings =
        Settings.of("probity.example/acme", "gateway", "probity 0.1")
            .withSealEvery(Duration.ofMillis(20));
    ledger = FileLedger.open(data, settings, InstantSource.system(), new SecureRandom());
    var outside = new LedgerWatch.Outside(0, false, Optional::empty, Map.of());
    watch = new LedgerWatch(data, ledger, outside, InstantSource.system());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  /// Appends an entry that says nothing.
  private void appended(String log) throws Exception {
    var appended = new CompletableFuture<Appended>();
    ledger.append(new Draft(log, "note", Json.object().build()), Runnable::run, appended::complete);
    assertThat(appended.get()).isInstanceOf(Appended.Durable.class);
  }

  /// Waits until readers see what was appended.
  private void published(String log) throws InterruptedException {
    long durable = Optional.ofNullable(ledger.status().logs().get(log)).orElseThrow().durable();
    while (ledger.published(log).map(Checkpoint::size).orElse(0L) < durable) Thread.sleep(10);
  }

  private Health.Log log(String name) {
    return watch.now().logs().stream()
        .filter(log -> log.folder().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void stamp(String authority, String log, int size) throws Exception {
    var body =
        Json.object()
            .put("tsa", authority)
            .put("checkpoint", Json.object().put("origin", log).put("size", size).build())
            .build();
    assertThat(ledger.own("records", "anchor", body, List.of()).get())
        .isInstanceOf(Appended.Durable.class);
    published("records");
  }

  @Test
  void of_each_log_and_authority_the_newest_timestamp_is_told() throws Exception {
    stamp("a", "traffic", 5);
    stamp("b", "traffic", 6);
    stamp("a", "records", 7);
    assertThat(watch.now().stamps()).extracting(Health.Stamp::size).containsExactly(7L, 5L, 6L);

    for (int i = 0; i < 300; i++) appended("records");
    stamp("a", "traffic", 8);
    appended("records");
    published("records");

    var stamps = watch.now().stamps();
    assertThat(stamps).extracting(Health.Stamp::size).containsExactly(7L, 8L, 6L);
    assertThat(stamps.get(1).entry()).isGreaterThan(300);
    assertThat(stamps.get(1).entry()).isEqualTo(log("records").published() - 2);
  }

  @Test
  void a_log_whose_files_are_damaged_is_named_and_the_others_are_shown() throws Exception {
    appended(TRAFFIC);
    published(TRAFFIC);
    stamp("a", "traffic", 5);
    Files.writeString(data.resolve("ledger").resolve(TRAFFIC).resolve("checkpoint"), "no note");

    var health = watch.now();

    assertThat(log(TRAFFIC).published()).isEqualTo(-1);
    assertThat(log(TRAFFIC).detail()).contains("checkpoint");
    assertThat(log("records").published()).isPositive();
    assertThat(health.stamps()).hasSize(1);
  }

  @Test
  void timestamps_that_cannot_be_read_are_said_to_be_so() throws Exception {
    stamp("a", "traffic", 5);
    var entries = data.resolve("ledger/records/tile/entries");
    try (var files = Files.walk(entries)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
      }
    }
    var anew =
        new LedgerWatch(
            data,
            ledger,
            new LedgerWatch.Outside(0, false, Optional::empty, Map.of()),
            InstantSource.system());

    var health = anew.now();

    assertThat(health.stamps()).isEmpty();
    assertThat(health.logs().getFirst().detail()).contains("timestamps cannot be read");
  }
}
