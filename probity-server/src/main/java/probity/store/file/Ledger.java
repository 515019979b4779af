package probity.store.file;

import java.util.List;
import java.util.Optional;
import probity.evidence.Journal;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Hash;

/// The ledger as a gateway needs it, whether its files belong to this process or to another.
public interface Ledger extends Journal, AutoCloseable {
  /// The intents that an earlier process left without an outcome.
  List<Entry> openIntents();

  /// All durable entries of a log that is small, in the order of the log; none of a log that is not
  /// there. A ledger of another process shows `records` alone.
  ///
  /// @throws StoreException if it cannot be read
  List<Entry> read(String log);

  /// The blob of a log with this SHA-256, checked against it; empty where there is none.
  ///
  /// @throws StoreException if it cannot be read
  Optional<Bytes> blob(String log, Hash sha256);

  /// The checkpoint of a log that readers see.
  Optional<Checkpoint> published(String log);

  /// The origin of the log in a folder.
  String origin(String log);

  Status status();

  /// Takes no further drafts and writes what came before.
  @Override
  void close();
}
