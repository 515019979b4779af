package probity.evidence;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The vault as an exchange needs it: keys of subjects, and a place for withheld texts.
public interface Subjects {
  /// Finds or makes the key of `subject`. A new key is on stable storage before `done` runs.
  ///
  /// Runs `done` at once, on the calling thread, where the key is at hand, else later on `home`.
  /// Never blocks.
  void find(String subject, Executor home, Consumer<Found> done);

  /// Keeps a withheld text under the key that its digest was made with, some time soon; losing it
  /// in a crash loses no evidence, since the digest stands on the entry. Where the key was
  /// destroyed meanwhile, nobody can read the text.
  void keep(SubjectKey key, String exchange, String field, String value);

  /// What became of the search.
  sealed interface Found {
    record Key(SubjectKey key) implements Found {}

    /// The vault could not be read or written; the exchange is refused.
    record Unavailable(String detail) implements Found {}
  }
}
