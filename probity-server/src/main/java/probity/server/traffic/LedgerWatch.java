package probity.server.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import probity.console.traffic.Health;
import probity.console.traffic.Unavailable;
import probity.index.Index;
import probity.index.IndexException;
import probity.index.LogFiles;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.store.file.Ledger;
import probity.store.file.Status;
import probity.witness.client.WitnessStatus;

/// Looks at the ledger of a running gateway: what it says itself, and what its folder shows.
public final class LedgerWatch implements Health.Watch {
  private static final String RECORDS = "records";

  private final Path data;
  private final Ledger ledger;
  private final Outside outside;
  private final InstantSource clock;

  /// What stands around a ledger.
  ///
  /// @param quorum witnesses that are enough; 0 where none is configured
  /// @param elsewhere whether another process has the ledger
  /// @param witnesses how far they have come; empty where none is configured
  /// @param copies files in which copies say how they stand, by name
  public record Outside(
      int quorum,
      boolean elsewhere,
      Supplier<Optional<WitnessStatus>> witnesses,
      Map<String, Path> copies) {
    public Outside {
      copies = new LinkedHashMap<>(copies);
    }
  }

  /// @param data the folder in which `ledger/` lies
  public LedgerWatch(Path data, Ledger ledger, Outside outside, InstantSource clock) {
    this.data = data;
    this.ledger = ledger;
    this.outside = outside;
    this.clock = clock;
  }

  @Override
  public Health now() {
    try {
      var status = ledger.status();
      var indexed = new TreeMap<String, Long>();
      String index = indexed(indexed);
      return new Health(
          UtcTime.text(clock.millis()),
          new Health.Writer(
              word(status.writing()),
              word(status.sealing()),
              status.backlogEntries(),
              status.detail(),
              status.signer()),
          logs(status, indexed),
          outside.quorum(),
          outside.elsewhere(),
          copies(),
          stamps(),
          index);
    } catch (IndexException e) {
      throw new Unavailable("The ledger cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Fills in how far logs are indexed; what is wrong with the index, or nothing.
  private String indexed(Map<String, Long> sizes) {
    try (var index = Index.open(data)) {
      index.positions().forEach(position -> sizes.put(position.log(), position.size()));
      return "";
    } catch (IndexException e) {
      return "The index cannot be read: " + e.getMessage() + ".";
    }
  }

  private List<Health.Log> logs(Status status, Map<String, Long> indexed) {
    var witnessed = new TreeMap<String, WitnessStatus.Log>();
    outside
        .witnesses()
        .get()
        .ifPresent(all -> all.logs().forEach(log -> witnessed.put(log.name(), log)));
    var logs = new ArrayList<Health.Log>();
    for (LogFiles files : LogFiles.all(data.resolve("ledger"))) {
      var checkpoint = files.checkpoint().checkpoint();
      var seen = Optional.ofNullable(witnessed.get(files.name()));
      var written = Optional.ofNullable(status.logs().get(files.name()));
      logs.add(
          new Health.Log(
              files.name(),
              checkpoint.origin(),
              written.map(Status.Log::durable).orElse(-1L),
              checkpoint.size(),
              checkpoint.root().base64(),
              changed(data.resolve("ledger").resolve(files.name()).resolve("checkpoint")),
              files.cosigned().map(note -> note.checkpoint().size()).orElse(0L),
              indexed.getOrDefault(files.name(), 0L),
              seen.map(WitnessStatus.Log::unwitnessedMillis).orElse(0L),
              seen.map(WitnessStatus.Log::detail).orElse(""),
              seen.map(LedgerWatch::witnesses).orElse(List.of())));
    }
    return logs;
  }

  private static String changed(Path file) {
    try {
      return UtcTime.text(Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      return "";
    }
  }

  private static List<Health.Witness> witnesses(WitnessStatus.Log log) {
    return log.witnesses().stream()
        .map(one ->
            new Health.Witness(
                one.name(),
                one.size(),
                one.success().map(at -> UtcTime.text(at.toEpochMilli())).orElse(""),
                one.failure(),
                one.contradicts()))
        .toList();
  }

  private List<Health.Copy> copies() {
    var copies = new ArrayList<Health.Copy>();
    outside
        .copies()
        .forEach((name, file) -> {
          var status = status(file);
          boolean failing = status.get("failing").equals(Optional.of(new Json.Bool(true)));
          copies.add(
              new Health.Copy(
                  name,
                  status.text("place").orElse(""),
                  status.number("lag").orElse(0L),
                  status.text("protection").orElse(""),
                  status.text("succeeded").orElse(""),
                  failing ? status.text("failure").orElse("") : ""));
        });
    return copies;
  }

  private static Json.Obj status(Path file) {
    try {
      if (Json.parseCanonicalObject(Files.readString(file).strip())
          instanceof Checked.Valid<Json.Obj>(var status)) {
        return status;
      }
    } catch (IOException e) {
      // Before its first round a copy has none.
    }
    return Json.object().build();
  }

  /// The newest timestamp of each log by each authority.
  private List<Health.Stamp> stamps() {
    var newest = new TreeMap<String, Health.Stamp>();
    long index = 0;
    for (Entry entry : ledger.read(RECORDS)) {
      if (entry.kind().equals("anchor")) {
        var stamp = stamp(entry, index);
        newest.put(stamp.authority() + "\n" + stamp.log(), stamp);
      }
      index++;
    }
    return List.copyOf(newest.values());
  }

  private static Health.Stamp stamp(Entry entry, long index) {
    var checkpoint = entry.body().object("checkpoint").orElse(Json.object().build());
    return new Health.Stamp(
        entry.body().text("tsa").orElse(""),
        checkpoint.text("origin").orElse(""),
        checkpoint.number("size").orElse(0L),
        entry.time(),
        index);
  }
}
