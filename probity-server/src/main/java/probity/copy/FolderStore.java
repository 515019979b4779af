package probity.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import probity.exchange.Bytes;

/// A copy in a folder, best on another disk or host: `ledger/` in it can be verified as it is,
/// `incoming/` holds the file that is being written. Files that never change are read-only.
public final class FolderStore implements CopyStore {
  private final Path ledger;
  private final Path incoming;
  private final boolean durable;

  /// @param folder is created when it is first written to
  public FolderStore(Path folder) {
    this(folder, true);
  }

  /// @param durable whether to wait for the disk; tests that write thousands of files do not
  FolderStore(Path folder, boolean durable) {
    this.durable = durable;
    this.ledger = folder.resolve("ledger");
    this.incoming = folder.resolve("incoming");
  }

  @Override
  public Optional<Bytes> read(String path) throws IOException {
    try {
      return Optional.of(Bytes.wrap(Files.readAllBytes(ledger.resolve(path))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(String path, Bytes content) throws IOException {
    var there = read(path);
    if (there.isEmpty()) {
      put(path, content, !isPartial(path));
    } else if (!there.get().equals(content)) {
      throw new CopyFault("the copy's `" + path + "` has other bytes than the ledger's");
    }
  }

  @Override
  public void replace(String path, Bytes content) throws IOException {
    put(path, content, false);
  }

  private void put(String path, Bytes content, boolean readOnly) throws IOException {
    Path target = ledger.resolve(path);
    createFolders(incoming);
    createFolders(folderOf(target));
    Path file = incoming.resolve("file");
    Files.deleteIfExists(file);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(content.array());
      while (bytes.hasRemaining()) channel.write(bytes);
      if (durable) channel.force(true);
    }
    if (!Bytes.wrap(Files.readAllBytes(file)).equals(content)) {
      throw new IOException("`" + path + "` reads back other than it was written");
    }
    if (readOnly) freeze(file);
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    sync(folderOf(target));
  }

  private static void freeze(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }
  }

  @Override
  public List<String> partials(String log) throws IOException {
    Path tiles = ledger.resolve(log).resolve("tile");
    if (!Files.isDirectory(tiles, LinkOption.NOFOLLOW_LINKS)) return List.of();
    try (var walk = Files.walk(tiles)) {
      return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> ledger.relativize(file).toString())
          .filter(FolderStore::isPartial)
          .toList();
    }
  }

  private static boolean isPartial(String path) {
    return path.contains(".p/");
  }

  @Override
  public void drop(String path) throws IOException {
    Files.deleteIfExists(ledger.resolve(path));
  }

  @Override
  public Protection protection() {
    return Protection.READ_ONLY_FILES;
  }

  private void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    Path parent = folder.getParent();
    if (parent != null) createFolders(parent);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) throw e;
    }
    if (parent != null) sync(parent);
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private void sync(Path folder) throws IOException {
    if (!durable) return;
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
