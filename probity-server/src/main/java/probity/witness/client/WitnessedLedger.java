package probity.witness.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.TilePath;

/// The published ledger, as its witnesses are asked about it. Called by several threads.
public interface WitnessedLedger {
  /// The folders of all logs.
  List<String> logs() throws IOException;

  /// The published checkpoint note, empty where there is none yet.
  Optional<Bytes> checkpoint(String log) throws IOException;

  /// The file `cosigned`, empty where there is none.
  Optional<Bytes> cosigned(String log) throws IOException;

  /// A hash tile; one that is wider by now is cut to the width of `path`.
  byte[] tile(String log, TilePath path) throws IOException;

  /// Puts `note` in place of the file `cosigned`, in one step, on stable storage on return.
  void publish(String log, Bytes note) throws IOException;
}
