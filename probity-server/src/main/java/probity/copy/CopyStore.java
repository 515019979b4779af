package probity.copy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;

/// Where a copy is kept. Paths are those below `ledger/`: `records/tile/0/000`.
///
/// What a method wrote is durable and was read back when it returns; one that throws may or may not
/// have written. Used by one thread.
public interface CopyStore extends AutoCloseable {
  /// How far the place itself keeps others, and us, from changing what was copied.
  enum Protection {
    /// Files without the right to write: a reminder, no lock.
    READ_ONLY_FILES,
    /// The store refused to delete a locked object when it was tried.
    LOCK_PROVEN,
    /// The store took the lock and deleted the object all the same.
    LOCK_NOT_ENFORCED,
    /// No lock is configured.
    NO_LOCK,
    /// Not tried yet.
    UNKNOWN
  }

  /// The newest file at `path`, or nothing.
  Optional<Bytes> read(String path) throws IOException;

  /// Puts a file that never changes, once. One that is there already with these bytes is fine.
  ///
  /// @throws CopyFault if there is one with other bytes; it stays
  void keep(String path, Bytes content) throws IOException;

  /// Puts a file that a later round replaces.
  void replace(String path, Bytes content) throws IOException;

  /// The paths of the partial tiles and bundles of a log.
  List<String> partials(String log) throws IOException;

  /// Takes a partial tile out of sight; none is fine.
  void drop(String path) throws IOException;

  /// Finds out what protects the copy; later calls may give what the first found.
  Protection protection() throws IOException;

  @Override
  void close();
}
