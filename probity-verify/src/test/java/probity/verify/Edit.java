package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import probity.ledger.EntryBundle;

/// What somebody without keys does to the files of a log.
final class Edit {
  private final Path folder;

  Edit(Path folder) {
    this.folder = folder;
  }

  void file(String path, UnaryOperator<byte[]> change) {
    try {
      Path file = folder.resolve(path);
      Files.write(file, change.apply(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void text(String path, UnaryOperator<String> change) {
    file(
        path,
        bytes ->
            change
                .apply(new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  /// The lines of a note's signatures, by number from 0, and what to do with them.
  void signatures(String path, Consumer<List<String>> change) {
    text(
        path,
        note -> {
          int split = note.lastIndexOf("\n\n") + 2;
          var lines = new ArrayList<>(note.substring(split).lines().toList());
          change.accept(lines);
          return note.substring(0, split) + String.join("\n", lines) + "\n";
        });
  }

  /// The one bundle of entries.
  void entries(Consumer<List<byte[]>> change) {
    file(
        bundle(),
        bytes -> {
          int count = Integer.parseInt(bundle().substring(bundle().lastIndexOf('/') + 1));
          var entries = new ArrayList<>(EntryBundle.decode(bytes, count).orThrow());
          change.accept(entries);
          return EntryBundle.encode(entries);
        });
  }

  String bundle() {
    try (Stream<Path> files = Files.list(folder.resolve("tile/entries/000.p"))) {
      return "tile/entries/000.p/" + files.findFirst().orElseThrow().getFileName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String path) {
    try {
      Files.delete(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
