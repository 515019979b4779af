package probity.server;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import probity.console.ConsoleSettings;
import probity.console.account.AccountSettings;

/// The web console (docs/console.md).
///
/// @param publicUrl origin under which browsers reach it, if not this machine's
/// @param proxies addresses that say in `x-forwarded-for` who the client is
/// @param idle after which a session that nobody uses ends
/// @param longest that a session lasts
public record ConsoleConfig(
    Config.Listen listen,
    Optional<URI> publicUrl,
    Set<String> proxies,
    int uploadBytes,
    Duration idle,
    Duration longest) {
  static final Config.Listen LISTEN = new Config.Listen("127.0.0.1", 8091);

  public ConsoleConfig {
    proxies = Set.copyOf(proxies);
  }

  AccountSettings accounts() {
    var standard = AccountSettings.STANDARD;
    return new AccountSettings(idle, longest, standard.fresh(), standard.invited());
  }

  static final int UPLOAD_BYTES = ConsoleSettings.UPLOAD_BYTES;
}
