package probity.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;

/// Every signed checkpoint of one log that the witness saw, in files `000001`, `000002` … that only
/// grow. The newest one marked `cosigned` is what the witness stands by: there is no other state.
///
/// A record is on stable storage when [#add] returns. After a failed write the journal takes no
/// more until the next start has looked. A file has 16 MiB; each further one begins with the newest
/// cosigned checkpoint, so older ones may be moved away. The newest 10,000 checkpoints of the
/// newest four files can be asked for.
///
/// Not thread-safe.
final class Journal implements AutoCloseable {
  private static final int FILE_BYTES = 16 << 20;
  private static final int FILES_READ = 4;
  private static final int KNOWN_MAX = 10_000;

  private final Path folder;
  private final byte[] title;
  private final Map<Checkpoint, Where> known = new LinkedHashMap<>();
  private final Map<Long, Checkpoint> bySize = new LinkedHashMap<>();
  private Optional<Seen> cosigned = Optional.empty();
  private int number;
  private FileChannel channel;
  private boolean broken;

  /// Where a note lies.
  private record Where(Path file, long at, int length) {}

  private Journal(Path folder, String origin) throws IOException {
    this.folder = folder;
    this.title = ("probity witness journal v1 " + origin + "\n").getBytes(UTF_8);
    Durable.folders(folder);
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.filter(file -> !file.toString().endsWith(".new")).sorted().toList();
    }
    if (files.isEmpty()) {
      number = 1;
      Durable.createWhole(file(1), title, false);
    } else {
      number = Integer.parseInt(String.valueOf(files.getLast().getFileName()));
      for (Path file : files.subList(Math.max(0, files.size() - FILES_READ), files.size())) {
        read(file, file.equals(files.getLast()));
      }
    }
    channel = FileChannel.open(file(number), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /// Opens the journal of the log `origin` in `folder`, or begins one; cuts off what a crash left
  /// half written.
  ///
  /// @throws WitnessException if it is damaged: what it said before is then unknown
  static Journal open(Path folder, String origin) throws IOException {
    return new Journal(folder, origin);
  }

  private Path file(int number) {
    return folder.resolve(String.format(Locale.ROOT, "%06d", number));
  }

  private void read(Path file, boolean newest) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!Arrays.equals(bytes, 0, Math.min(bytes.length, title.length), title, 0, title.length)) {
      throw damaged(file, 0);
    }
    int at = title.length;
    while (at < bytes.length) {
      switch (Seen.at(bytes, at)) {
        case Seen.At.Whole(var seen, var noteAt, var end) -> {
          remember(seen, new Where(file, noteAt, seen.note().length()));
          at = end;
        }
        case Seen.At.Torn() when newest -> {
          try (var cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(at);
            cut.force(true);
          }
          return;
        }
        case Seen.At.Torn(), Seen.At.Damaged() -> throw damaged(file, at);
      }
    }
  }

  private static WitnessException damaged(Path file, int at) {
    return new WitnessException(
        "journal `"
            + file
            + "` is damaged at byte "
            + at
            + ": what this witness cosigned is unknown, so it must not cosign again; begin a new"
            + " witness with another name");
  }

  private void remember(Seen seen, Where where) {
    if (seen.cosigned()) cosigned = Optional.of(seen);
    known.putIfAbsent(seen.checkpoint(), where);
    bySize.putIfAbsent(seen.checkpoint().size(), seen.checkpoint());
    if (known.size() > KNOWN_MAX) {
      var eldest = known.keySet().iterator().next();
      known.remove(eldest);
      bySize.remove(eldest.size(), eldest);
    }
  }

  /// The newest cosigned checkpoint.
  Optional<Seen> cosigned() {
    return cosigned;
  }

  boolean has(Checkpoint checkpoint) {
    return known.containsKey(checkpoint);
  }

  /// The note of the checkpoint that was seen first with this size and another root.
  Optional<Bytes> otherRoot(long size, Hash root) throws IOException {
    var first = bySize.get(size);
    if (first == null || first.root().equals(root)) return Optional.empty();
    var where = known.get(first);
    return where == null ? Optional.empty() : Optional.of(note(where));
  }

  private static Bytes note(Where where) throws IOException {
    var bytes = ByteBuffer.allocate(where.length());
    try (var from = FileChannel.open(where.file(), StandardOpenOption.READ)) {
      while (bytes.hasRemaining()) {
        if (from.read(bytes, where.at() + bytes.position()) < 0) {
          throw new IOException("`" + where.file() + "` became shorter");
        }
      }
    }
    return Bytes.wrap(bytes.array());
  }

  /// Adds a record and puts it on stable storage.
  void add(Seen seen) throws IOException {
    if (broken) throw new IOException("an earlier write failed; a restart finds out what landed");
    broken = true;
    if (channel.size() > FILE_BYTES) next();
    byte[] record = seen.record();
    long at = channel.size();
    Durable.write(channel, record);
    channel.force(true);
    broken = false;
    int head = record.length - seen.note().length() - 1;
    remember(seen, new Where(file(number), at + head, seen.note().length()));
  }

  private void next() throws IOException {
    byte[] carried = cosigned.map(Seen::record).orElse(new byte[0]);
    byte[] content = Arrays.copyOf(title, title.length + carried.length);
    System.arraycopy(carried, 0, content, title.length, carried.length);
    Durable.createWhole(file(number + 1), content, false);
    channel.close();
    number++;
    channel = FileChannel.open(file(number), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
