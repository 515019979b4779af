package probity.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Changes to a witness's folder that are on stable storage when the method returns.
final class Durable {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private Durable() {}

  /// Creates a folder and what is missing above it.
  static void folders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) folders(parent);
    Files.createDirectory(folder);
    if (parent != null) sync(parent);
  }

  /// A new file; readable by its owner alone where `secret`.
  static void create(Path file, byte[] content, boolean secret) throws IOException {
    var rights = PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--");
    var attribute = PosixFilePermissions.asFileAttribute(rights);
    try (var channel = FileChannel.open(file, NEW, attribute)) {
      write(channel, content);
      channel.force(true);
    }
    sync(folderOf(file));
  }

  /// Creates `file` whole or not at all, so that a crash leaves no half of one under its name.
  static void createWhole(Path file, byte[] content, boolean secret) throws IOException {
    Path temp = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temp);
    create(temp, content, secret);
    move(temp, file);
  }

  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(folderOf(to));
  }

  static void write(FileChannel channel, byte[] content) throws IOException {
    var bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) channel.write(bytes);
  }

  static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) throw new IOException("`" + file + "` has no folder");
    return parent;
  }
}
