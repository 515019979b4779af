package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Every change that the store makes to its folder, so that tests can fail each one.
///
/// A method that throws may or may not have made its change, except where [#isFull] holds: then it
/// made none that a retry would not repair.
interface Disk {
  /// A new file of `bytes` zeros on stable storage, open for writing. Its folder is not synced.
  ///
  /// Fails as a full disk does unless as much again stays free: what is journaled must be written
  /// once more, as tiles.
  Journaled reserve(Path file, long bytes) throws IOException;

  /// Creates or replaces `file`; its content is on stable storage on return, its name is not.
  void write(Path file, byte[] content) throws IOException;

  /// As [#write], for secrets: nobody but the owner may read the file, from its first byte on.
  void writeSecret(Path file, byte[] content) throws IOException;

  /// Adds to the end of a file, made where there is none, that nobody but its owner may read; what
  /// was added is on stable storage on return, the name of a new file is not. Where this throws, a
  /// part of it may be there.
  void append(Path file, byte[] content) throws IOException;

  /// Shortens `file` to `bytes`, on stable storage.
  void cut(Path file, long bytes) throws IOException;

  /// Renames in one step, over an existing file.
  void move(Path from, Path to) throws IOException;

  /// Takes the right to write, where the file system knows such rights.
  void freeze(Path file) throws IOException;

  /// Removes a file or an empty folder; none is fine.
  void delete(Path path) throws IOException;

  /// Overwrites a file's bytes where they lie, as far as file system and device let one.
  void wipe(Path file) throws IOException;

  /// Creates one folder and syncs its parent; an existing one is fine.
  void createFolder(Path folder) throws IOException;

  /// Puts names created, moved and deleted in `folder` on stable storage.
  void sync(Path folder) throws IOException;

  /// A segment file. Only what this handle wrote is promised by its [#force]: another handle on the
  /// same file may have lost its error.
  interface Journaled extends AutoCloseable {
    void write(ByteBuffer bytes, long at) throws IOException;

    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Overwrites a secret and removes its file; none is fine.
  default void destroy(Path file) throws IOException {
    if (!Files.exists(file)) return;
    wipe(file);
    delete(file);
    sync(folderOf(file));
  }

  /// Creates `folder` and what is missing above it.
  default void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    Path parent = folder.getParent();
    if (parent != null) createFolders(parent);
    createFolder(folder);
  }

  /// Replaces `target` by `content` in one step that a crash cannot part, durable on return. `temp`
  /// lies on the same file system.
  default void replace(Path target, Path temp, byte[] content) throws IOException {
    write(temp, content);
    move(temp, target);
    sync(folderOf(target));
  }

  /// The folder in which `path` stands.
  static Path folderOf(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }

  /// Whether the disk has no room: the one failure after which the same call may be tried again.
  static boolean isFull(IOException failure) {
    String said =
        failure instanceof FileSystemException named && named.getReason() != null
            ? named.getReason()
            : failure.getMessage();
    return said != null
        && (said.contains("No space left on device") || said.contains("Disk quota exceeded"));
  }
}
