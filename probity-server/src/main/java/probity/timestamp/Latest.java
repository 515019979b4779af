package probity.timestamp;

import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Note;

/// The newest checkpoint of a log that outsiders can see, and the signed note that states it.
///
/// @param note cosigned where witnesses are configured, else signed by the log alone
public record Latest(Checkpoint checkpoint, Bytes note) {
  /// Of a note: the three lines and 64 signatures of the largest kind fit.
  public static final int NOTE_BYTES_MAX = 256 << 10;

  /// Reads a checkpoint's note; signatures are not checked.
  public static Checked<Latest> read(Bytes note) {
    if (note.length() > NOTE_BYTES_MAX) {
      return Checked.invalid(
          Fault.MALFORMED,
          "checkpoint of " + note.length() + " bytes, at most 262144 were expected");
    }
    return Note.parse(note.array())
        .then(Checkpoint::parse)
        .then(checkpoint -> Checked.valid(new Latest(checkpoint, note)));
  }
}
