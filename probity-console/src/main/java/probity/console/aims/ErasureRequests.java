package probity.console.aims;

import java.util.List;
import java.util.Optional;

/// Erasures that one person asked for and nobody has decided on yet, in the private store: a
/// decision is an entry, a question is none.
///
/// Calls come from many threads; a write is durable when it returns. Reasons do not lie in it in
/// the clear.
public interface ErasureRequests {
  /// The most that wait at a time.
  int WAITING_MAX = 200;

  /// @param record such as `person-3`: the person to erase, or the record with the field
  /// @param field that names somebody who is in no register; empty for a person
  /// @param reason in words
  /// @param requestedBy id of the person who asks
  /// @param requestedAt UTC, in the form of entries
  record Asked(
      String id,
      String record,
      String field,
      String reason,
      String requestedBy,
      String requestedAt) {
    /// Names neither the subject nor the reason.
    @Override
    public String toString() {
      return "request " + id;
    }
  }

  /// Adds one; whether there was room.
  boolean add(Asked asked);

  /// All, the oldest first.
  List<Asked> waiting();

  Optional<Asked> find(String id);

  /// Takes one away; whether it was there.
  boolean drop(String id);
}
