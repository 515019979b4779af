package probity.server.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import probity.source.Ingest;

/// The files of a folder as documents, each by its path.
public final class DocumentFiles implements SourcesFolder.Documents {
  private final Path folder;
  private final TakenDocuments taken;

  public DocumentFiles(Path folder, TakenDocuments taken) {
    this.folder = folder;
    this.taken = taken;
  }

  @Override
  public void addTo(Ingest ingest) throws IOException {
    for (Path file : files()) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      try {
        add(name, file, ingest);
      } catch (IOException failure) {
        taken.unread(name, "could not be read");
      }
    }
  }

  /// In one order everywhere. Links are not followed, and named.
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private void add(String name, Path file, Ingest ingest) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      taken.unread(name, "is no regular file");
    } else if (taken.isRead(name) && taken.isSmall(name, Files.size(file))) {
      taken.file(name, Files.readAllBytes(file), ingest);
    }
  }
}
