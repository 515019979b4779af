package probity.server;

import java.net.URI;
import java.time.Duration;
import java.util.List;
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
/// @param signOn empty where there is none
public record ConsoleConfig(
    Config.Listen listen,
    Optional<URI> publicUrl,
    Set<String> proxies,
    int uploadBytes,
    Duration idle,
    Duration longest,
    Optional<SignOn> signOn) {
  static final Config.Listen LISTEN = new Config.Listen("127.0.0.1", 8091);

  public ConsoleConfig {
    proxies = Set.copyOf(proxies);
  }

  /// The OpenID provider of single sign-on.
  ///
  /// @param secret empty for a client that has none
  public record SignOn(
      URI issuer,
      String clientId,
      Optional<Config.Credential.Source> secret,
      String title,
      List<String> scopes) {
    public SignOn {
      scopes = List.copyOf(scopes);
    }
  }

  AccountSettings accounts() {
    var standard = AccountSettings.STANDARD;
    return new AccountSettings(idle, longest, standard.fresh(), standard.invited());
  }

  static final int UPLOAD_BYTES = ConsoleSettings.UPLOAD_BYTES;
}
