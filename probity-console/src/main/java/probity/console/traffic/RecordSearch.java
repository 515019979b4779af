package probity.console.traffic;

import java.util.Optional;

/// The records of the ledger, as far as they are published and indexed: about a second behind.
///
/// All may throw [Unavailable]. Calls come from many threads.
public interface RecordSearch {
  Listing find(Asked asked);

  /// The record of an exchange, by its id.
  Optional<Recorded> record(String exchange);

  /// What a person or a link names by an exchange's id, a place `log:index` or a leaf hash.
  Optional<Named> named(String text);

  Optional<Proven> entry(String log, long index);

  /// What was named.
  sealed interface Named {
    record Exchange(String id) implements Named {}

    record Entry(String log, long index) implements Named {}
  }
}
