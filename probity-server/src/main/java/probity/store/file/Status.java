package probity.store.file;

import java.util.Map;

/// How the ledger is doing, at one moment.
///
/// @param logs by folder
/// @param backlogEntries durable, not yet published
/// @param detail why writer or sealer are not `RUNNING`, or empty
/// @param signer the implementation that signs
public record Status(
    Map<String, Log> logs,
    long backlogEntries,
    Writing writing,
    Sealing sealing,
    String detail,
    String signer) {

  public Status {
    logs = Map.copyOf(logs);
  }

  /// Entries of one log.
  public record Log(long durable, long published) {}

  /// The writer's state.
  public enum Writing {
    RUNNING,
    /// No room for a further segment: drafts are refused until there is.
    DISK_FULL,
    /// A write failed; every draft is refused until the next start.
    BROKEN,
    CLOSED
  }

  /// The sealer's state.
  public enum Sealing {
    RUNNING,
    /// Tiles could not be written; tried again, ever more slowly.
    RETRYING,
    /// A commit failed and may or may not have landed; the next start finds out.
    STOPPED
  }
}
