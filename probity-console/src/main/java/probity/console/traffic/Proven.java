package probity.console.traffic;

import java.util.List;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;

/// An entry with the proof that it stands in its log.
///
/// @param log folder of the log
/// @param checkpoint to which the proof leads
/// @param cosigners names under that checkpoint beside the log's own
/// @param proof a C2SP tlog-proof, as a file has it
public record Proven(
    String log,
    long index,
    Entry entry,
    Checkpoint checkpoint,
    List<String> cosigners,
    String proof) {
  public Proven {
    cosigners = List.copyOf(cosigners);
  }

  /// The page of the entry.
  String path() {
    return "/entries/" + log + "/" + index;
  }

  /// Its place as commands take it.
  String place() {
    return log + ":" + index;
  }
}
