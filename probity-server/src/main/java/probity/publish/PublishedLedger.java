package probity.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The folder `ledger/` as its readers see it.
public final class PublishedLedger {
  private static final int LOGS_MAX = 10_000;

  private final Path folder;

  public PublishedLedger(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /// The log in the folder `name`, whether there is one or not.
  ///
  /// @param name as [Target] reads it
  public PublishedLog log(String name) {
    if (!Target.LOG.matcher(name).matches()) throw new IllegalArgumentException("no log's name");
    return new PublishedLog(folder, name);
  }

  /// The logs that have a checkpoint, by name.
  public List<PublishedLog> logs() throws IOException {
    try (var list = Files.list(folder)) {
      return list.map(path -> String.valueOf(path.getFileName()))
          .filter(name -> Target.LOG.matcher(name).matches())
          .limit(LOGS_MAX)
          .sorted()
          .map(this::log)
          .filter(log ->
              Files.isRegularFile(
                  folder.resolve(log.name()).resolve("checkpoint"), LinkOption.NOFOLLOW_LINKS))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
