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
  private final Stamps stamps = new Stamps();

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
      var logs = LogFiles.all(data.resolve("ledger"));
      var damaged = new TreeMap<String, String>();
      var stamped = stamped(logs, damaged);
      var around = new Around(status, indexed, witnessed(), damaged);
      return new Health(
          UtcTime.text(clock.millis()),
          new Health.Writer(
              word(status.writing()),
              word(status.sealing()),
              status.backlogEntries(),
              status.detail(),
              status.signer()),
          logs.stream().map(files -> log(files, around)).toList(),
          outside.quorum(),
          outside.elsewhere(),
          copies(),
          stamped,
          index);
    } catch (IndexException e) {
      throw new Unavailable("The ledger cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /// What else is known of logs, by folder.
  ///
  /// @param indexed entries that can be found
  /// @param damaged what is wrong with files that were read before
  private record Around(
      Status status,
      Map<String, Long> indexed,
      Map<String, WitnessStatus.Log> witnessed,
      Map<String, String> damaged) {}

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

  /// The timestamps; where they cannot be read, none, and why by the folder of their log.
  private List<Health.Stamp> stamped(List<LogFiles> logs, Map<String, String> damaged) {
    var records = logs.stream().filter(log -> log.name().equals(RECORDS)).findFirst();
    try {
      return records.map(stamps::now).orElse(List.of());
    } catch (IndexException e) {
      damaged.put(RECORDS, "timestamps cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  private Map<String, WitnessStatus.Log> witnessed() {
    var witnessed = new TreeMap<String, WitnessStatus.Log>();
    outside
        .witnesses()
        .get()
        .ifPresent(all -> all.logs().forEach(log -> witnessed.put(log.name(), log)));
    return witnessed;
  }

  /// One log; where its files cannot be read, that stands in their place.
  private Health.Log log(LogFiles files, Around around) {
    var seen = Optional.ofNullable(around.witnessed().get(files.name()));
    var written = Optional.ofNullable(around.status().logs().get(files.name()));
    try {
      var checkpoint = files.checkpoint().checkpoint();
      return new Health.Log(
          files.name(),
          checkpoint.origin(),
          written.map(Status.Log::durable).orElse(-1L),
          checkpoint.size(),
          checkpoint.root().base64(),
          changed(data.resolve("ledger").resolve(files.name()).resolve("checkpoint")),
          files.cosigned().map(note -> note.checkpoint().size()).orElse(0L),
          around.indexed().getOrDefault(files.name(), 0L),
          seen.map(WitnessStatus.Log::unwitnessedMillis).orElse(0L),
          Optional.ofNullable(around.damaged().get(files.name()))
              .or(() -> seen.map(WitnessStatus.Log::detail))
              .orElse(""),
          seen.map(LedgerWatch::witnesses).orElse(List.of()));
    } catch (IndexException e) {
      return Health.Log.unreadable(
          files.name(),
          String.valueOf(e.getMessage()),
          seen.map(LedgerWatch::witnesses).orElse(List.of()));
    }
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
}
