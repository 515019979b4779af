package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import probity.ledger.Checkpoint;

/// The logs of this ledger, `records` among them from the start.
final class Logs {
  private final Disk disk;
  private final Path dir;
  private final LogKeys keys;
  private final Settings settings;
  private final ConcurrentSkipListMap<String, Log> logs = new ConcurrentSkipListMap<>();

  Logs(Disk disk, Path dir, LogKeys keys, Settings settings) {
    this.disk = disk;
    this.dir = dir;
    this.keys = keys;
    this.settings = settings;
  }

  Optional<Log> find(String folder) {
    return Optional.ofNullable(logs.get(folder));
  }

  List<Log> all() {
    return List.copyOf(logs.values());
  }

  /// A log that an earlier process left: its policy must be there.
  Log restore(LogName name) throws IOException {
    var log = log(name);
    log.policy(log.folder().policies().restore());
    logs.put(name.folder(), log);
    return log;
  }

  /// A new log; its keys and its policy are stored, and nothing else.
  Log make(LogName name) throws IOException {
    var log = log(name);
    log.policy(keys.make(name.folder()).policy());
    logs.put(name.folder(), log);
    return log;
  }

  private Log log(LogName name) {
    String origin = settings.origin(name.folder());
    return new Log(name, origin, new LogFolder(disk, dir, name.folder(), origin, keys));
  }

  /// The last checkpoint of the log before `name` of its class.
  Optional<Checkpoint> before(LogName name) {
    return logs.values().stream()
        .filter(log -> name.follows(log.name()))
        .max(Comparator.comparing(log -> log.name().period()))
        .flatMap(Log::published);
  }

  long published(String folder) {
    return find(folder).flatMap(Log::published).map(Checkpoint::size).orElse(0L);
  }

  /// Writes the file `trust`: the keys of all published logs, for whoever verifies elsewhere.
  void writeTrust() throws IOException {
    var trusted =
        all().stream()
            .filter(log -> log.published().isPresent())
            .flatMap(log -> log.policy().stream())
            .flatMap(policy -> policy.logs().stream())
            .toList();
    byte[] text = settings.policy().apply(trusted).text().getBytes(StandardCharsets.UTF_8);
    disk.replace(dir.resolve("trust"), dir.resolve("staging").resolve("trust"), text);
  }
}
