package probity.server;

import java.util.Optional;

/// How others get to read the ledger.
///
/// @param listen where the folder is served over HTTP; nowhere if empty
public record PublicationConfig(Optional<Config.Listen> listen) {
  static final PublicationConfig NONE = new PublicationConfig(Optional.empty());
}
