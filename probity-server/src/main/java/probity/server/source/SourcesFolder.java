package probity.server.source;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import probity.ledger.Checked;
import probity.source.Catalogue;
import probity.source.Ingest;
import probity.source.Room;
import probity.source.SourceIndex;

/// The folder `sources/`: the file `current` names the folder of the index that is in use, which
/// holds `catalogue`, the parts of the index and `digests` of them. Hashes only; no text of a
/// document is kept.
///
/// A new index is complete on disk before `current` names it, so a crash leaves the old one. The
/// one before stays until the next, for readers that have just read its name.
public final class SourcesFolder {
  private static final String CURRENT = "current";
  private static final String CATALOGUE = "catalogue";
  private static final String MAKING = "making";
  private static final String LOCK = "lock";
  private static final int NAME_LENGTH = 32;

  private final Path folder;

  /// @param data the folder in which `ledger/` lies
  public SourcesFolder(Path data) {
    this.folder = data.resolve("sources");
  }

  /// The name of the index in use; it changes with every other index.
  public Optional<String> current() {
    try {
      return Optional.of(Files.readString(folder.resolve(CURRENT)).strip());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new SourcesException("`" + folder.resolve(CURRENT) + "` could not be read", failure);
    }
  }

  /// The index in use, its parts mapped; an empty one before the first ingest. What looking up
  /// needs is read once, to find a part that is damaged.
  public SourceIndex load() {
    return load(EnumSet.of(Room.Part.HOLDINGS, Room.Part.TABLE));
  }

  private SourceIndex load(Set<Room.Part> checked) {
    var name = current();
    if (name.isEmpty()) return SourceIndex.empty();
    Path of = folder.resolve(name.get());
    try {
      var catalogue = Catalogue.read(Files.readString(of.resolve(CATALOGUE)));
      if (catalogue instanceof Checked.Invalid<Catalogue>(_, var detail)) {
        throw new SourcesException(detail);
      }
      var read = catalogue.orThrow();
      if (!read.version().hex().startsWith(name.get())) {
        throw new SourcesException("the catalogue in `" + of + "` is not the one it is named for");
      }
      Map<Room.Part, MemorySegment> parts = new EnumMap<>(Room.Part.class);
      for (Room.Part part : Room.Part.values()) parts.put(part, mapped(of.resolve(part.word())));
      Map<Room.Part, MemorySegment> digested = new EnumMap<>(parts);
      digested.keySet().retainAll(checked);
      Digests.check(of, digested);
      return SourceIndex.of(read, parts);
    } catch (IOException failure) {
      throw new SourcesException("the index of sources in `" + of + "` could not be read", failure);
    }
  }

  private static MemorySegment mapped(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  /// Adds documents to the index in use and publishes the new one, unless nothing changed. One
  /// process does so at a time.
  ///
  /// @param documents puts them into the ingest
  public SourceIndex ingest(Documents documents) {
    try {
      Files.createDirectories(folder);
      try (var lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (lock.tryLock() == null) {
          throw new SourcesException("another process is adding sources");
        }
        return ingestLocked(documents);
      }
    } catch (IOException failure) {
      throw new SourcesException("the index of sources could not be written", failure);
    }
  }

  private SourceIndex ingestLocked(Documents documents) throws IOException {
    Path making = folder.resolve(MAKING);
    delete(making);
    Files.createDirectory(making);
    var room = new MappedFiles(making);
    var before = load(EnumSet.allOf(Room.Part.class));
    var ingest = new Ingest(before, room);
    documents.addTo(ingest);
    var after = ingest.finish();
    if (after.version().equals(before.version())) {
      delete(making);
      return before;
    }
    write(making.resolve(Digests.FILE), room.complete());
    publish(making, after);
    return after;
  }

  private void publish(Path making, SourceIndex index) throws IOException {
    write(making.resolve(CATALOGUE), index.catalogue().text());
    sync(making);
    var before = current();
    String name = index.version().hex().substring(0, NAME_LENGTH);
    delete(folder.resolve(name));
    Files.move(making, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    Path next = folder.resolve(CURRENT + ".next");
    write(next, name + "\n");
    Files.move(next, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    for (Path old : folders()) {
      String oldName = old.getFileName().toString();
      if (!oldName.equals(name) && !before.equals(Optional.of(oldName))) delete(old);
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) Files.delete(file);
    }
    Files.delete(folder);
  }

  /// Where documents come from.
  @FunctionalInterface
  public interface Documents {
    void addTo(Ingest ingest) throws IOException;
  }
}
