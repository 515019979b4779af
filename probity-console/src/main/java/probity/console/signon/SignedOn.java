package probity.console.signon;

import java.time.Instant;
import java.util.Optional;

/// Whom the provider says that somebody is.
///
/// @param subject who it is to this provider; it may be somebody's name
/// @param authenticated when they proved it to the provider (`auth_time`), where it says so
public record SignedOn(String issuer, String subject, Optional<Instant> authenticated) {
  /// Names nobody.
  @Override
  public String toString() {
    return "somebody of " + issuer;
  }
}
