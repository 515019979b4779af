package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The disk through `java.nio`.
final class NioDisk implements Disk {
  private static final Set<OpenOption> REPLACE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  @Override
  public Journaled reserve(Path file, long bytes) throws IOException {
    if (Files.getFileStore(Disk.folderOf(file)).getUsableSpace() < 2 * bytes) {
      throw new FileSystemException(file.toString(), null, "No space left on device");
    }
    var channel = FileChannel.open(file, REPLACE);
    try {
      var zeros = ByteBuffer.allocateDirect(1 << 16);
      for (long at = 0; at < bytes; at += zeros.capacity()) {
        write(channel, zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at)), at);
      }
      channel.force(true);
      return new Segment(channel);
    } catch (IOException e) {
      // What was reserved would keep the disk full.
      try (channel) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) to += channel.write(bytes, to);
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    try (var channel = FileChannel.open(file, REPLACE)) {
      write(channel, ByteBuffer.wrap(content), 0);
      channel.force(true);
    }
  }

  @Override
  public void writeSecret(Path file, byte[] content) throws IOException {
    // An older file could have other rights, which a replacing write would keep.
    Files.deleteIfExists(file);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, OWNER_ONLY)) {
      write(channel, ByteBuffer.wrap(content), 0);
      channel.force(true);
    }
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try (var channel = FileChannel.open(file, options, OWNER_ONLY)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
    }
  }

  @Override
  public void cut(Path file, long bytes) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
      channel.force(true);
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void freeze(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void wipe(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      write(channel, ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 16)), 0);
      channel.force(true);
    }
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) throw e;
    }
    sync(Disk.folderOf(folder));
  }

  @Override
  public void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private record Segment(FileChannel channel) implements Journaled {
    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
      NioDisk.write(channel, bytes, at);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
