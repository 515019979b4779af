package probity.store.file;

import java.util.List;
import probity.evidence.Appended;

/// All that a writer of entries can do to the ledger: open a log, and append to it.
///
/// One writer has one intake and calls it from one thread. A call returns when its end is sure.
interface Intake {
  /// The reason of an entry that would fit had its predecessor not been refused: nothing of it is
  /// in the ledger, and it may be signed and offered again.
  String FOLLOWS = "predecessor-refused";

  /// The reason of an entry that is not the next of its series.
  String OUT_OF_CHAIN = "out-of-chain";

  /// The reason of an entry for which there is no ledger: its process is away.
  String LEDGER_GONE = "sealer-gone";

  /// The ledger's process went away. All series of this writer are over.
  final class Gone extends Exception {
    private static final long serialVersionUID = 1;

    /// Whether entries of the call may have reached it: nobody knows what became of them.
    final boolean sent;

    Gone(boolean sent) {
      super("the ledger's process is away", null, false, false);
      this.sent = sent;
    }
  }

  /// What became of a wish to write into a log.
  sealed interface Opening {
    /// The log is there.
    ///
    /// @param series the one name of a series under which this writer may write, from `seq` 0
    record Open(String origin, String series) implements Opening {}

    /// It cannot be written now.
    record Shut(Appended.Unwritable why) implements Opening {}
  }

  /// Opens the log in `folder`, making it if it is new, and gives a fresh series in it. A series
  /// that this writer had there is over.
  Opening open(String folder) throws Gone;

  /// Appends what fits, in this order, and says of each whether it is on stable storage. An entry
  /// that is refused is not written, and no other of its series after it.
  List<Appended> append(List<Offer> batch) throws Gone;
}
