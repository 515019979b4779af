package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import probity.ledger.Checkpoint;
import probity.ledger.NoteSigner;
import probity.ledger.TrustPolicy;

/// The logs of this ledger, `records` among them from the start.
final class Logs {
  private final Disk disk;
  private final Path dir;
  private final LogKeys keys;
  private final ConcurrentSkipListMap<String, Log> logs = new ConcurrentSkipListMap<>();

  Logs(Disk disk, Path dir, LogKeys keys) {
    this.disk = disk;
    this.dir = dir;
    this.keys = keys;
  }

  Optional<Log> find(String folder) {
    return Optional.ofNullable(logs.get(folder));
  }

  List<Log> all() {
    return List.copyOf(logs.values());
  }

  /// A log that an earlier process left: its key must be there.
  Log restore(LogName name) throws IOException {
    var key = keys.find(name.folder());
    if (key.isEmpty()) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "log `" + name.folder() + "` has no key in `keys/`; put the file back from a copy");
    }
    return add(name, key.get());
  }

  /// A new log; its key is stored, and nothing else.
  Log make(LogName name) throws IOException {
    return add(name, keys.findOrMake(name.folder()));
  }

  private Log add(LogName name, NoteSigner key) {
    var log = new Log(name, key, new LogFolder(disk, dir, name.folder(), key));
    logs.put(name.folder(), log);
    return log;
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
            .map(log -> log.key().key())
            .toList();
    byte[] text = TrustPolicy.ofLogs(trusted).text().getBytes(StandardCharsets.UTF_8);
    disk.replace(dir.resolve("trust"), dir.resolve("staging").resolve("trust"), text);
  }
}
