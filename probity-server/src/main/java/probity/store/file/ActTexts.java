package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sealed texts of acts in one file per month, `vault/registers/2026-11.log`, and in memory
/// where those of each act stand.
///
/// A crash can tear the end of a file alone: such an end is cut off at the next start, and after a
/// failed write before the next one. What was torn was never acknowledged. A frame that is wrong
/// before others that are right was changed by something else, and stops the start.
final class ActTexts {
  private static final System.Logger LOG = System.getLogger(ActTexts.class.getName());
  private static final String ENDING = ".log";

  private record Place(Path file, long at, int bytes) {}

  private final Disk disk;
  private final Path folder;

  /// Guarded by this.
  private final Map<String, List<Place>> places = new HashMap<>();

  /// How much of each file is good. Guarded by this.
  private final Map<Path, Long> lengths = new HashMap<>();

  private ActTexts(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  static ActTexts open(Disk disk, Path folder) throws IOException {
    var texts = new ActTexts(disk, folder);
    disk.createFolders(folder);
    var files = new ArrayList<Path>();
    try (var found = Files.newDirectoryStream(folder, "*" + ENDING)) {
      found.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) texts.scan(file);
    return texts;
  }

  private synchronized void scan(Path file) throws IOException {
    long size;
    long at = 0;
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      size = channel.size();
      while (at < size) {
        var head = read(channel, at, ActFrame.HEAD_BYTES);
        int bytes = ActFrame.HEAD_BYTES + ActFrame.bodyBytes(head).orElse(0);
        var frame = ActFrame.decode(read(channel, at, bytes));
        if (frame.isEmpty()) break;
        add(frame.get().act(), new Place(file, at, bytes));
        at += bytes;
      }
      if (at < size) checkTorn(channel, at, file);
    }
    if (at < size) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a crash left {0} bytes at the end of `vault/registers/{1}`, which are cut off",
          size - at,
          file.getFileName());
      disk.cut(file, at);
    }
    lengths.put(file, at);
  }

  /// Whether all from `at` on can be what one write left, which was broken off.
  private static void checkTorn(FileChannel channel, long at, Path file) throws IOException {
    long rest = channel.size() - at;
    boolean torn = rest <= ActFrame.HEAD_BYTES + (long) ActFrame.BYTES_MAX;
    if (torn) {
      var bytes = read(channel, at, (int) rest);
      while (torn && bytes.remaining() > ActFrame.HEAD_BYTES) {
        bytes.get();
        torn = ActFrame.decode(bytes).isEmpty();
      }
    }
    if (!torn) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "`vault/registers/"
              + file.getFileName()
              + "` was changed at byte "
              + at
              + "; put a good copy in its place");
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // Until there is no more.
    }
    return buffer.flip();
  }

  private void add(String act, Place place) {
    places.computeIfAbsent(act, _ -> new ArrayList<>(1)).add(place);
  }

  /// Appends to the file of `month`, such as `2026-11`; durable on return.
  synchronized void append(String month, ActFrame frame) throws IOException {
    Path file = folder.resolve(month + ENDING);
    byte[] bytes = frame.encoded();
    boolean isNew = !lengths.containsKey(file);
    long at = lengths.getOrDefault(file, 0L);
    if (Files.exists(file) && Files.size(file) > at) disk.cut(file, at);
    try {
      disk.append(file, bytes);
      if (isNew) disk.sync(folder);
    } catch (IOException e) {
      cutAfter(e, file, at);
      throw e;
    }
    lengths.put(file, at + bytes.length);
    add(frame.act(), new Place(file, at, bytes.length));
  }

  /// Gives back the room at once. Where that fails too, the next write does it first.
  private void cutAfter(IOException failure, Path file, long at) {
    try {
      if (Files.exists(file)) disk.cut(file, at);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// The frames of an act, in the order of writing.
  List<ActFrame> of(String act) throws IOException {
    List<Place> wanted;
    synchronized (this) {
      wanted = List.copyOf(places.getOrDefault(act, List.of()));
    }
    var frames = new ArrayList<ActFrame>(wanted.size());
    for (Place place : wanted) {
      try (var channel = FileChannel.open(place.file, StandardOpenOption.READ)) {
        var frame = ActFrame.decode(read(channel, place.at, place.bytes));
        if (frame.isEmpty() || !frame.get().act().equals(act)) {
          throw new StoreException(
              StoreException.Kind.DAMAGED, "texts of an act were changed after they were written");
        }
        frames.add(frame.get());
      }
    }
    return frames;
  }
}
