package probity.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.TrustPolicy;
import probity.publish.PublishedLedger;
import probity.store.file.FileLedger;
import probity.store.file.Settings;
import probity.verify.Options;
import probity.verify.Patience;
import probity.verify.Report;
import probity.verify.Trust;
import probity.verify.Verifier;

/// A real ledger that verifies, to be copied.
final class CopiedLedger {
  static final String TRAFFIC = "traffic-standard-2026h2";
  static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-25T12:00:00Z"));

  private final Path dir;
  private int bundles;

  CopiedLedger(Path dir) {
    this.dir = dir;
  }

  PublishedLedger published() {
    return new PublishedLedger(dir.resolve("ledger"));
  }

  Path folder() {
    return dir.resolve("ledger");
  }

  /// Appends a bundle and that many other entries, and publishes them.
  void grow(int entries) {
    var settings =
        Settings.of("probity.example/acme", "gateway", "test").withSealEvery(Duration.ofDays(1));
    try (var ledger = FileLedger.open(dir, settings, NOON, new SecureRandom())) {
      append(ledger, bundle(bundles++));
      for (int i = 0; i < entries; i++) append(ledger, turnedAway(i));
    }
  }

  private static void append(FileLedger ledger, Draft draft) {
    var end = new CompletableFuture<Appended>();
    ledger.append(draft, Runnable::run, end::complete);
    assertThat(end.join()).isInstanceOf(Appended.Durable.class);
  }

  private static Draft bundle(int number) {
    var blob =
        Bytes.utf8("{\"files\":[{\"path\":\"a.yaml\",\"text\":\"number: " + number + "\"}]}");
    var body =
        Json.object()
            .put("name", "demo")
            .put("version", Integer.toString(number))
            .put("digest", Hash.of(blob.array()).hex())
            .put("bytes", blob.length())
            .put("in_force", "2026-11-25T09:00:00.000Z")
            .put("replaces", "")
            .put("approvals", List.of())
            .put("change", "")
            .put("reassessment", "")
            .build();
    return new Draft("records", "bundle", body, List.of(blob));
  }

  private static Draft turnedAway(int count) {
    var body =
        Json.object()
            .put("from", "2026-11-25T09:00:00.000Z")
            .put("until", "2026-11-25T09:01:00.000Z")
            .put("count", count)
            .put("reasons", Json.object().build())
            .build();
    return new Draft(TRAFFIC, "turned-away", body);
  }

  /// What the verifier says of a copy, with the keys of the original.
  Report verify(Path copy) throws IOException {
    var keys = TrustPolicy.parse(Files.readString(dir.resolve("trust"))).orThrow();
    return new Verifier(new Trust.Keys(keys), Options.DEFAULT.patience(Patience.NONE)).verify(copy);
  }

  /// Every file below `folder` with its SHA-256.
  static Map<String, String> files(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (var walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Hash.of(Files.readAllBytes(file)).hex());
      }
    }
    return files;
  }
}
