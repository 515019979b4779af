package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import probity.copy.S3Store;

/// How others get to read the ledger.
///
/// @param listen where the folder is served over HTTP; nowhere if empty
/// @param copies where it is copied to
public record PublicationConfig(Optional<Config.Listen> listen, List<Copy> copies) {
  static final PublicationConfig NONE = new PublicationConfig(Optional.empty(), List.of());

  public PublicationConfig {
    copies = List.copyOf(copies);
  }

  /// @param every pause between two rounds
  public record Copy(String name, Duration every, Place place) {}

  /// Where a copy is kept.
  public sealed interface Place {
    record Folder(Path folder) implements Place {}

    /// The keys are read at start, so that no configuration file holds one.
    record S3(
        S3Store.Place bucket,
        Config.Credential.Source accessKey,
        Config.Credential.Source secretKey)
        implements Place {}
  }
}
