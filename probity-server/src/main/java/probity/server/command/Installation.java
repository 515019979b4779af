package probity.server.command;

import java.nio.file.Path;
import java.util.Optional;

/// What a configuration file says of an installation that commands deal with.
///
/// @param log origin of its log `records`
/// @param folder in which `ledger/` lies
/// @param control URL of the running gateway's control API, if it has one
/// @param environment whose overlay a bundle's folder is read with, if one is named
public record Installation(
    String log, Path folder, Optional<String> control, Optional<String> environment) {

  /// Reads a configuration file; what is wrong with it is thrown as a sentence for people.
  @FunctionalInterface
  public interface Reader {
    Installation read(Path config);
  }
}
