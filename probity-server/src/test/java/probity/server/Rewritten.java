package probity.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.store.file.FileLedger;
import probity.store.file.Settings;

/// Writes a ledger's bundles and exchanges into another one, signed by that one's keys: what an
/// operator can do who has every key of the ledger and wants another past.
final class Rewritten {
  private static final Set<String> PLACED =
      Set.of("v", "log", "series", "seq", "prev", "time", "skew", "kind");
  private static final Set<String> KEPT = Set.of("bundle", "intent", "step", "outcome");

  private final Map<String, String> leaves = new HashMap<>();
  private final FileLedger ledger;
  private final Path from;

  private Rewritten(Path from, FileLedger ledger) {
    this.from = from;
    this.ledger = ledger;
  }

  /// @param change what becomes of an entry's body, by its kind
  static void write(
      Path from, List<Entry> entries, Path to, BiFunction<String, Json.Obj, Json.Obj> change) {
    var settings =
        Settings.of("probity.example/e2e", "gateway", "probity 0.1")
            .withSealEvery(Duration.ofMillis(20));
    try (var ledger = FileLedger.open(to, settings, Running.CLOCK, new SecureRandom())) {
      var rewritten = new Rewritten(from, ledger);
      entries.stream()
          .filter(entry -> entry.kind().equals("bundle"))
          .forEach(e -> rewritten.add(e, change));
      entries.stream()
          .filter(entry -> !entry.kind().equals("bundle"))
          .forEach(e -> rewritten.add(e, change));
    }
  }

  private void add(Entry entry, BiFunction<String, Json.Obj, Json.Obj> change) {
    if (!KEPT.contains(entry.kind())) return;
    var body = Json.object();
    for (Json.Member member : change.apply(entry.kind(), entry.body()).members()) {
      if (!PLACED.contains(member.name())) body.put(member.name(), moved(member));
    }
    var blobs = new ArrayList<Bytes>();
    if (entry.kind().equals("bundle")) {
      blobs.add(blob(entry.body().text("digest").orElseThrow()));
    }
    String folder = entry.log().substring(entry.log().lastIndexOf('/') + 1);
    var appended = new CompletableFuture<Appended>();
    ledger.append(
        new Draft(folder, entry.kind(), body.build(), blobs), Runnable::run, appended::complete);
    Hash leaf = ((Appended.Durable) appended.join()).leaf();
    leaves.put(entry.leaf().hex(), leaf.hex());
  }

  /// References to entries are to those of the new ledger.
  private Json moved(Json.Member member) {
    return switch (member.value()) {
      case Json.Str(var text) when leaves.containsKey(text) -> Json.of(leaves.get(text));
      case Json.Obj object when member.name().equals("bundle") -> {
        var moved = Json.object();
        object.members().forEach(each -> moved.put(each.name(), moved(each)));
        yield moved.build();
      }
      default -> member.value();
    };
  }

  private Bytes blob(String digest) {
    try {
      return Bytes.wrap(Files.readAllBytes(from.resolve("ledger/records/blob").resolve(digest)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same body with another value for a member.
  static Json.Obj with(Json.Obj body, String name, Json value) {
    var changed = Json.object();
    body.members().stream()
        .filter(member -> !member.name().equals(name))
        .forEach(member -> changed.put(member.name(), member.value()));
    return changed.put(name, value).build();
  }
}
