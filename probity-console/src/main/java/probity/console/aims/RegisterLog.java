package probity.console.aims;

import java.util.List;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Entry;

/// The log `records`, to which acts of the management system are written.
public interface RegisterLog {
  /// Its origin.
  String origin();

  /// All durable entries, in the order of the log.
  List<Entry> entries();

  /// Appends, and returns when it is known what became of it.
  Appended append(Draft draft);
}
