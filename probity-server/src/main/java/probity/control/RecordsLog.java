package probity.control;

import java.util.List;
import java.util.Optional;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.exchange.Bytes;
import probity.ledger.Entry;
import probity.ledger.Hash;

/// The log `records` of the ledger.
public interface RecordsLog {
  /// Its origin.
  String origin();

  /// All durable entries, in the order of the log.
  List<Entry> entries();

  /// The blob with this SHA-256, checked against it.
  Optional<Bytes> blob(Hash sha256);

  /// Appends, and returns when it is known what became of it.
  Appended append(Draft draft);
}
