package probity.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the journal that an earlier process left.
///
/// Only the last batch of the last file can be torn: each batch was forced before the next was
/// written, and nobody was told that the torn one is durable. It is cut off. Damage anywhere else
/// means that entries which somebody relies on may be gone, and stops the start.
final class JournalScan {
  /// Takes what was found, file by file and in order.
  interface Reader {
    void file(long ordinal, Path file);

    void entry(Frame.Item item);
  }

  private JournalScan() {}

  static void read(Disk disk, Path folder, Reader reader) throws IOException {
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.filter(file -> Segments.ordinal(file).isPresent()).sorted().toList();
    }
    for (Path file : files) {
      reader.file(Segments.ordinal(file).orElseThrow(), file);
      var segment = ByteBuffer.wrap(Files.readAllBytes(file));
      int end = frames(segment, reader::entry);
      Optional<Integer> dirty = firstNonZero(segment, end);
      if (dirty.isEmpty()) continue;
      if (!file.equals(files.getLast()) || wholeFrameAfter(segment, end)) {
        throw new StoreException(
            StoreException.Kind.DAMAGED,
            "journal file `"
                + file.getFileName()
                + "` is damaged at byte "
                + end
                + " with whole batches after it; put the file back from a copy");
      }
      disk.cut(file, end);
    }
  }

  /// Reads the whole frames from the start on; gives where they end.
  static int frames(ByteBuffer segment, Consumer<Frame.Item> reader) {
    int at = 0;
    for (int length; (length = Frame.lengthAt(segment, at)) > 0; at += length) {
      Frame.read(segment, at, length).forEach(reader);
    }
    return at;
  }

  private static Optional<Integer> firstNonZero(ByteBuffer segment, int from) {
    for (int at = from; at < segment.limit(); at++) {
      if (segment.get(at) != 0) return Optional.of(at);
    }
    return Optional.empty();
  }

  private static boolean wholeFrameAfter(ByteBuffer segment, int from) {
    for (int at = from + 1; at < segment.limit(); at++) {
      if (Frame.lengthAt(segment, at) > 0) return true;
    }
    return false;
  }
}
