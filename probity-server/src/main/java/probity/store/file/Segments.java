package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import probity.exchange.Bytes;
import probity.ledger.Hash;

/// The journal: files of one size, reserved and zero-filled before they are used, so that making a
/// batch durable changes no file's size and needs no room that might be gone.
///
/// The writer appends; the sealer reserves the next file ahead and removes old ones. A file goes
/// once all its entries are published, no intent in it is open, and no intent that one of its
/// outcomes closed stands in a file that is still there: else a restart would take that intent for
/// open.
final class Segments {
  private static final String SPARE = "spare";
  private static final String SUFFIX = ".segment";

  private final Disk disk;
  private final Path folder;
  private final int segmentBytes;
  private final Object reserving = new Object();

  /// Guarded by `reserving`.
  private Optional<Disk.Journaled> spare = Optional.empty();

  /// Guarded by this; oldest first, the one written to last.
  private final ArrayDeque<Kept> kept = new ArrayDeque<>();

  /// Guarded by this: leaf hash of each intent without an outcome, with its file.
  private final Map<String, Kept> open = new HashMap<>();

  // Owned by the writer.
  private Optional<Disk.Journaled> active = Optional.empty();
  private long position;
  private long lastOrdinal;

  Segments(Disk disk, Path folder, int segmentBytes) {
    this.disk = disk;
    this.folder = folder;
    this.segmentBytes = segmentBytes;
  }

  /// A file and what keeps it.
  private static final class Kept {
    private final Path file;
    private final Map<String, Long> ends = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<Kept> closes = new HashSet<>();

    private Kept(Path file) {
      this.file = file;
    }
  }

  static Path file(Path folder, long ordinal) {
    return folder.resolve("%012d".formatted(ordinal) + SUFFIX);
  }

  /// The number in a file's name, or empty for other files.
  static Optional<Long> ordinal(Path file) {
    String name = file.getFileName().toString();
    return name.matches("[0-9]{12}" + SUFFIX.replace(".", "\\."))
        ? Optional.of(Long.parseLong(name.substring(0, 12)))
        : Optional.empty();
  }

  /// Goes on with a file of an earlier process, which is never written to again. In order.
  synchronized void adopt(long ordinal, Path file) {
    kept.addLast(new Kept(file));
    lastOrdinal = ordinal;
  }

  /// Notes entries that are durable in the newest file.
  synchronized void durable(List<Placed> entries) {
    Kept newest = kept.getLast();
    for (Placed entry : entries) {
      newest.ends.merge(entry.log(), entry.index() + 1, Math::max);
      switch (entry.kind()) {
        case "intent" -> {
          newest.open.add(entry.leaf().hex());
          open.put(entry.leaf().hex(), newest);
        }
        case "outcome" -> entry.names().ifPresent(intent -> close(intent, newest));
        default -> {}
      }
    }
  }

  private void close(String intent, Kept newest) {
    Kept home = open.remove(intent);
    if (home == null) return;
    home.open.remove(intent);
    if (home != newest) newest.closes.add(home);
  }

  /// Whether an intent in the journal has no outcome; by leaf hash in hex.
  synchronized boolean isOpen(String intent) {
    return open.containsKey(intent);
  }

  /// The intents without an outcome, as they stand in the journal. Another thread may go on
  /// writing: of what it writes meanwhile nothing is promised.
  List<Bytes> openIntents() throws IOException {
    var files = new ArrayList<Path>();
    var wanted = new HashSet<String>();
    synchronized (this) {
      for (Kept file : kept) {
        if (file.open.isEmpty()) continue;
        files.add(file.file);
        wanted.addAll(file.open);
      }
    }
    var found = new ArrayList<Bytes>();
    for (Path file : files) {
      ByteBuffer segment;
      try {
        segment = ByteBuffer.wrap(Files.readAllBytes(file));
      } catch (NoSuchFileException e) {
        // All of its intents have an outcome by now.
        continue;
      }
      int _ =
          JournalScan.frames(
              segment,
              item -> {
                if (wanted.contains(Hash.leaf(item.entry().array()).hex())) found.add(item.entry());
              });
    }
    return found;
  }

  /// Sees to it that the next [#append] of at most `bytes` has its room.
  void room(int bytes) throws IOException {
    if (active.isPresent() && position + bytes <= segmentBytes) return;
    // Under the lock until the file has its name: the sealer reserves the next under the old one.
    synchronized (reserving) {
      reserve();
      Path file = file(folder, lastOrdinal + 1);
      disk.move(folder.resolve(SPARE), file);
      disk.sync(folder);
      if (active.isPresent()) active.get().close();
      active = spare;
      spare = Optional.empty();
      position = 0;
      adopt(lastOrdinal + 1, file);
    }
  }

  /// Reserves the file after this one, if that is not done.
  void reserve() throws IOException {
    synchronized (reserving) {
      if (spare.isEmpty()) {
        spare = Optional.of(disk.reserve(folder.resolve(SPARE), segmentBytes));
      }
    }
  }

  /// Writes a batch and waits until it is on stable storage. After a failure nobody knows what is
  /// there: the caller never writes again.
  void append(ByteBuffer frame) throws IOException {
    var file = active.orElseThrow();
    long length = frame.remaining();
    file.write(frame, position);
    file.force();
    position += length;
  }

  /// Removes the files that nothing keeps; `published` says how many entries of a log are. The one
  /// written to stays, unless `stopped`.
  synchronized void release(ToLongFunction<String> published, boolean stopped) throws IOException {
    for (Kept file : List.copyOf(kept)) {
      boolean inUse = file == kept.getLast() && !stopped;
      if (inUse || !file.open.isEmpty() || file.closes.stream().anyMatch(kept::contains)) continue;
      if (file.ends.entrySet().stream()
          .anyMatch(end -> published.applyAsLong(end.getKey()) < end.getValue())) {
        continue;
      }
      disk.delete(file.file);
      // In this order on the disk too: a later file may hold the outcomes of an earlier one.
      disk.sync(folder);
      kept.remove(file);
    }
  }

  /// Closes what is open and removes the file reserved ahead.
  void close() throws IOException {
    synchronized (reserving) {
      if (spare.isPresent()) {
        spare.get().close();
        disk.delete(folder.resolve(SPARE));
        spare = Optional.empty();
      }
    }
    if (active.isPresent()) active.get().close();
  }

  /// Removes a reserved file of an earlier process: nothing was ever written to it.
  void discardSpare() throws IOException {
    disk.delete(folder.resolve(SPARE));
  }
}
