package probity.store.file;

import java.util.Optional;
import probity.ledger.Checkpoint;
import probity.ledger.NoteSigner;

/// A log of this ledger, as writer and sealer share it.
final class Log {
  private final LogName name;
  private final NoteSigner key;
  private final LogFolder folder;
  private volatile Optional<Checkpoint> published = Optional.empty();

  Log(LogName name, NoteSigner key, LogFolder folder) {
    this.name = name;
    this.key = key;
    this.folder = folder;
  }

  LogName name() {
    return name;
  }

  String origin() {
    return key.key().name();
  }

  /// Signs checkpoints; for the sealer alone.
  NoteSigner key() {
    return key;
  }

  LogFolder folder() {
    return folder;
  }

  /// What readers see; set by the sealer.
  Optional<Checkpoint> published() {
    return published;
  }

  void published(Checkpoint checkpoint) {
    published = Optional.of(checkpoint);
  }
}
