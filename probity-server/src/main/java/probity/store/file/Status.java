package probity.store.file;

import java.util.HashMap;
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

  private static final int LOGS_MAX = 10_000;

  Message.Out write(Message.Out out) {
    out.u16(logs.size());
    logs.forEach((folder, log) -> out.text(folder).u64(log.durable()).u64(log.published()));
    return out.u64(backlogEntries)
        .text(writing.name())
        .text(sealing.name())
        .text(detail)
        .text(signer);
  }

  static Status read(Message.In in) throws Message.Malformed {
    int count = in.u16();
    if (count > LOGS_MAX) throw new Message.Malformed("a status of " + count + " logs");
    var logs = new HashMap<String, Log>();
    for (int i = 0; i < count; i++) logs.put(in.text(), new Log(in.u64(), in.u64()));
    try {
      return new Status(
          logs,
          in.u64(),
          Writing.valueOf(in.text()),
          Sealing.valueOf(in.text()),
          in.text(),
          in.text());
    } catch (IllegalArgumentException e) {
      throw new Message.Malformed("a status with an unknown word");
    }
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
    CLOSED,
    /// The ledger's process cannot be reached: drafts are refused until it can.
    AWAY
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
