package probity.server;

import java.nio.file.Path;
import java.util.Optional;

/// Where the ledger lives, if not in the gateway's own process.
///
/// @param socket where the ledger's process listens; the gateway's process has the ledger if empty
/// @param folder the folder of the ledger, if not `data`
/// @param gatewayUser the one user whose processes may connect; every member of the socket file's
///   group if empty
public record SealerConfig(
    Optional<Path> socket, Optional<Path> folder, Optional<String> gatewayUser) {
  static final SealerConfig NONE =
      new SealerConfig(Optional.empty(), Optional.empty(), Optional.empty());
}
