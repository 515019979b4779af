package probity.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.store.file.FileLedger;
import probity.store.file.Settings;

/// Writes a real, signed ledger in which the exchanges of another one happen many times, to measure
/// `verify --reperform` and `policy replay`: `BigTraffic FROM TO RECORDS`, two data folders.
final class BigTraffic {
  private static final Set<String> PLACED =
      Set.of("v", "log", "series", "seq", "prev", "time", "skew", "kind", "intent", "bundle");
  private static final int AT_ONCE = 512;

  private final FileLedger ledger;
  private final Map<String, Json> bundles = new HashMap<>();

  private BigTraffic(FileLedger ledger) {
    this.ledger = ledger;
  }

  public static void main(String[] words) throws Exception {
    Path from = Path.of(words[0]);
    var entries = Running.verify(from);
    var settings = Settings.of("probity.example/big", "gateway", "probity 0.1");
    try (var ledger =
            FileLedger.open(
                Path.of(words[1]), settings, InstantSource.system(), new SecureRandom());
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var big = new BigTraffic(ledger);
      for (Entry entry : entries) if (entry.kind().equals("bundle")) big.bundle(from, entry);
      var exchanges = exchanges(entries);
      var slots = new Semaphore(AT_ONCE);
      for (int i = 0; i < Integer.parseInt(words[2]); i++) {
        var exchange = exchanges.get(i % exchanges.size());
        slots.acquire();
        var _ =
            pool.submit(() -> {
              big.write(exchange);
              slots.release();
            });
      }
    }
  }

  /// The entries of each exchange, in their order.
  private static List<List<Entry>> exchanges(List<Entry> entries) {
    var exchanges = new ArrayList<List<Entry>>();
    for (Entry intent : entries) {
      if (!intent.kind().equals("intent")) continue;
      var one = new ArrayList<>(List.of(intent));
      for (Entry other : entries) {
        if (other.body().text("intent").equals(Optional.of(intent.leaf().hex()))) one.add(other);
      }
      exchanges.add(one);
    }
    return exchanges;
  }

  private void bundle(Path from, Entry entry) throws IOException {
    String digest = entry.body().text("digest").orElseThrow();
    var blob = Files.readAllBytes(from.resolve("ledger/records/blob").resolve(digest));
    Hash leaf = append("records", entry, Optional.empty(), List.of(Bytes.wrap(blob)));
    bundles.put(digest, Json.of(leaf.hex()));
  }

  private void write(List<Entry> exchange) {
    Optional<Hash> intent = Optional.empty();
    for (Entry entry : exchange) {
      String folder = entry.log().substring(entry.log().lastIndexOf('/') + 1);
      Hash leaf = append(folder, entry, intent, List.of());
      if (intent.isEmpty()) intent = Optional.of(leaf);
    }
  }

  private Hash append(String folder, Entry entry, Optional<Hash> intent, List<Bytes> blobs) {
    var body = Json.object();
    for (Json.Member member : entry.body().members()) {
      if (!PLACED.contains(member.name())) body.put(member.name(), member.value());
    }
    intent.ifPresent(leaf -> body.put("intent", leaf.hex()));
    entry
        .body()
        .object("bundle")
        .ifPresent(bundle -> {
          var leaf = bundles.getOrDefault(bundle.text("digest").orElse(""), Json.of(""));
          body.put("bundle", Rewritten.with(bundle, "leaf", leaf));
        });
    var appended = new CompletableFuture<Appended>();
    ledger.append(
        new Draft(folder, entry.kind(), body.build(), blobs), Runnable::run, appended::complete);
    return ((Appended.Durable) appended.join()).leaf();
  }
}
