package probity.console.account;

import java.time.Duration;
import java.util.List;

/// How long things are good.
///
/// @param idle after which a session that nobody uses ends
/// @param longest that a session lasts in any case
/// @param fresh how long ago a person may have proved who they are, before what matters
/// @param invited how long an invitation is good
public record AccountSettings(Duration idle, Duration longest, Duration fresh, Duration invited) {
  public static final AccountSettings STANDARD =
      new AccountSettings(
          Duration.ofMinutes(60),
          Duration.ofHours(12),
          Duration.ofMinutes(5),
          Duration.ofHours(72));

  static final Duration FIRST_LINK = Duration.ofHours(1);

  /// Where browsers find the console; passkeys are bound to it.
  ///
  /// @param origins that a page of the console may have, the one to show first
  public record Site(List<String> origins) {
    public Site {
      origins = List.copyOf(origins);
    }

    String address() {
      return origins.getFirst();
    }

    /// The host, to which WebAuthn binds a passkey.
    String relyingParty() {
      return java.net.URI.create(address()).getHost();
    }
  }
}
