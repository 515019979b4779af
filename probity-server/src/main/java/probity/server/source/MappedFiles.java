package probity.server.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import probity.source.Room;

/// The parts of an index as files of a folder. A part that is taken again is another file; the one
/// before loses its name, and its bytes stay as long as they are mapped.
final class MappedFiles implements Room {
  private final Path folder;
  private final Map<Part, MemorySegment> parts = new EnumMap<>(Part.class);

  MappedFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public MemorySegment take(Part part, long bytes) {
    Path file = folder.resolve(part.word());
    try {
      Files.deleteIfExists(file);
      try (var channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        var segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
        parts.put(part, segment);
        return segment;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Makes all that was written durable, and gives the digests of it.
  String complete() {
    parts.values().forEach(MemorySegment::force);
    return Digests.of(parts);
  }
}
