package probity.console.traffic;

import java.util.List;

/// How the ledger is doing, at one moment.
///
/// @param time of the look
/// @param quorum witnesses that are enough; 0 where none is configured
/// @param elsewhere whether another process has the ledger, which then knows of witnesses
/// @param index in a sentence what is wrong with the index; empty for nothing
public record Health(
    String time,
    Writer writer,
    List<Log> logs,
    int quorum,
    boolean elsewhere,
    List<Copy> copies,
    List<Stamp> stamps,
    String index) {
  public Health {
    logs = List.copyOf(logs);
    copies = List.copyOf(copies);
    stamps = List.copyOf(stamps);
  }

  /// Where it comes from; may throw [Unavailable], and calls come from many threads.
  @FunctionalInterface
  public interface Watch {
    Health now();
  }

  /// @param writing, sealing words such as `running`
  /// @param backlog entries that are durable and not published
  /// @param detail why one of them does not run; empty where both do
  /// @param signer the implementation that signs
  public record Writer(
      String writing, String sealing, long backlog, String detail, String signer) {}

  /// One log.
  ///
  /// @param durable entries that are written; -1 where that is not known
  /// @param published entries of the newest checkpoint; -1 where its files cannot be read, and then
  ///   nothing is known of it but `detail` and what witnesses did
  /// @param root of that checkpoint, base64
  /// @param publishedAt when that checkpoint was published
  /// @param cosigned entries of the newest checkpoint with enough witnesses; 0 for none
  /// @param indexed entries that can be found here
  /// @param waitingMillis since when something published waits for its witnesses; 0 for nothing
  /// @param detail what is wrong with its files; empty for nothing
  public record Log(
      String folder,
      String origin,
      long durable,
      long published,
      String root,
      String publishedAt,
      long cosigned,
      long indexed,
      long waitingMillis,
      String detail,
      List<Witness> witnesses) {
    public Log {
      witnesses = List.copyOf(witnesses);
    }

    /// A log whose files cannot be read.
    public static Log unreadable(String folder, String detail, List<Witness> witnesses) {
      return new Log(folder, "", -1, -1, "", "", 0, 0, 0, detail, witnesses);
    }

    boolean isReadable() {
      return published >= 0;
    }
  }

  /// What one witness did about one log.
  ///
  /// @param success when it cosigned last; empty for never
  /// @param failure the last one, until it succeeds; empty for none
  /// @param contradicts whether it saw other entries than are published now
  public record Witness(
      String name, long size, String success, String failure, boolean contradicts) {}

  /// A copy of the ledger after its last round.
  ///
  /// @param succeeded when a round last succeeded; empty for never
  /// @param failure of the last round; empty where it succeeded
  public record Copy(
      String name, String place, long lag, String protection, String succeeded, String failure) {}

  /// The newest outside timestamp of a log by an authority.
  ///
  /// @param size entries that it covers
  /// @param entry index of its entry in `records`
  public record Stamp(String authority, String log, long size, String time, long entry) {}
}
