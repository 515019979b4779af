package probity.store.file;

import java.util.Optional;
import probity.ledger.Checkpoint;
import probity.ledger.TrustPolicy;

/// A log of this ledger, as writer and sealer share it.
final class Log {
  private final LogName name;
  private final String origin;
  private final LogFolder folder;
  private volatile Optional<TrustPolicy> policy = Optional.empty();
  private volatile boolean closed;
  private volatile Optional<Checkpoint> published = Optional.empty();

  Log(LogName name, String origin, LogFolder folder) {
    this.name = name;
    this.origin = origin;
    this.folder = folder;
  }

  LogName name() {
    return name;
  }

  String origin() {
    return origin;
  }

  /// The policy that the newest durable entry states; empty only before the log is opened.
  Optional<TrustPolicy> policy() {
    return policy;
  }

  void policy(TrustPolicy stated) {
    policy = Optional.of(stated);
  }

  LogFolder folder() {
    return folder;
  }

  /// Whether its last entry is `close`.
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /// What readers see; set by the sealer.
  Optional<Checkpoint> published() {
    return published;
  }

  void published(Checkpoint checkpoint) {
    published = Optional.of(checkpoint);
  }
}
