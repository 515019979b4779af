package probity.store.file;

import java.io.IOException;

/// Work on the vault's files, whose failures are told without the names of files: those stand for
/// people.
final class VaultFiles {
  private VaultFiles() {}

  /// Work that may fail.
  interface Work<T> {
    T result() throws IOException;
  }

  /// The result of `work`.
  ///
  /// @throws StoreException `FAILED` where a file cannot be read or written
  static <T> T tried(Work<T> work) {
    try {
      return work.result();
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.FAILED,
          "the vault cannot be read or written: " + e.getClass().getSimpleName());
    }
  }
}
