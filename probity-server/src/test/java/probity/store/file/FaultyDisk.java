package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A disk that can die at any one change, before or after it lands, and that can be full.
///
/// It syncs nothing, which makes it fast; what it wrote before it died stays, as on a disk that
/// loses power with an empty cache.
final class FaultyDisk implements Disk {
  private final int dieAt;
  private final boolean after;
  private final boolean once;
  private final AtomicInteger changes = new AtomicInteger();

  /// No room for new files of the journal.
  volatile boolean journalFull;

  /// No room for any other file.
  volatile boolean othersFull;

  /// Forcing the journal fails.
  volatile boolean forceFails;

  private volatile Consumer<String> onCall = _ -> {};
  private volatile Consumer<byte[]> onSigned = _ -> {};

  private FaultyDisk(int dieAt, boolean after, boolean once) {
    this.dieAt = dieAt;
    this.after = after;
    this.once = once;
  }

  static FaultyDisk sound() {
    return new FaultyDisk(Integer.MAX_VALUE, false, false);
  }

  /// Dies at change number `change`, counted from 0, which lands if `after`.
  static FaultyDisk dyingAt(int change, boolean after) {
    return new FaultyDisk(change, after, false);
  }

  /// Fails at change number `change`, which lands if `after`, and is sound again.
  static FaultyDisk failingOnceAt(int change, boolean after) {
    return new FaultyDisk(change, after, true);
  }

  /// Hears the name of each call.
  void onCall(Consumer<String> hearer) {
    onCall = hearer;
  }

  /// Gets every checkpoint that is written, published or not.
  void onSigned(Consumer<byte[]> hearer) {
    onSigned = hearer;
  }

  boolean isDead() {
    return !once && changes.get() > dieAt;
  }

  int changes() {
    return changes.get();
  }

  private interface Change {
    void make() throws IOException;
  }

  private void change(Change change) throws IOException {
    int number = changes.getAndIncrement();
    if ((number > dieAt && !once) || (number == dieAt && !after))
      throw new IOException("the disk is dead");
    change.make();
    if (number == dieAt) throw new IOException("the disk died");
  }

  private static void refuseIf(boolean full, Path file) throws IOException {
    if (full) throw new FileSystemException(file.toString(), null, "No space left on device");
  }

  @Override
  public Journaled reserve(Path file, long bytes) throws IOException {
    onCall.accept("reserve");
    refuseIf(journalFull, file);
    change(() -> Files.write(file, new byte[(int) bytes]));
    var channel = FileChannel.open(file, StandardOpenOption.WRITE);
    return new Journaled() {
      @Override
      public void write(ByteBuffer frame, long at) throws IOException {
        // Half of it lies there for a moment.
        var half = frame.duplicate().limit(frame.limit() / 2);
        change(() -> all(half, at));
        change(() -> all(frame, at));
      }

      private void all(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes, at + bytes.position());
      }

      @Override
      public void force() throws IOException {
        onCall.accept("force");
        if (forceFails) throw new IOException("force failed");
        change(() -> {});
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    onCall.accept("write");
    writeNow(file, content);
  }

  private void writeNow(Path file, byte[] content) throws IOException {
    String name = file.getFileName().toString();
    if (name.equals("head") || name.equals("checkpoint")) onSigned.accept(content);
    refuseIf(othersFull, file);
    // Half of it lies there for a moment.
    change(() -> Files.write(file, Arrays.copyOf(content, content.length / 2)));
    change(() -> Files.write(file, content));
  }

  @Override
  public void writeSecret(Path file, byte[] content) throws IOException {
    onCall.accept("writeSecret");
    writeNow(file, content);
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    onCall.accept("append");
    // A disk that is full takes a part.
    int half = content.length / 2;
    change(() -> add(file, Arrays.copyOf(content, half)));
    refuseIf(othersFull, file);
    change(() -> add(file, Arrays.copyOfRange(content, half, content.length)));
  }

  private static void add(Path file, byte[] content) throws IOException {
    Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public void cut(Path file, long bytes) throws IOException {
    onCall.accept("cut");
    change(() -> {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(bytes);
      }
    });
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    onCall.accept("move");
    change(() -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void freeze(Path file) throws IOException {
    onCall.accept("freeze");
    change(() -> {});
  }

  @Override
  public void delete(Path path) throws IOException {
    onCall.accept("delete");
    change(() -> Files.deleteIfExists(path));
  }

  @Override
  public void wipe(Path file) throws IOException {
    change(() -> Files.write(file, new byte[(int) Files.size(file)]));
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    onCall.accept("createFolder");
    refuseIf(othersFull, folder);
    change(() -> {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        // As the promise says.
      }
    });
  }

  @Override
  public void sync(Path folder) throws IOException {
    onCall.accept("sync");
    change(() -> {});
  }
}
