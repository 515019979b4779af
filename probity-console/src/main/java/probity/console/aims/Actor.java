package probity.console.aims;

import java.util.Set;
import probity.aims.register.Duty;
import probity.console.SignedIn;
import probity.ledger.UtcTime;

/// Who acts on a register, and how they proved to be that person.
///
/// @param person id in the register `people`
/// @param method `password`, `password-totp`, `passkey`, `sign-on`, `token` for a call of the API,
///   or `none` where nobody signed in: the first person, and the people of the demonstration
/// @param authenticated when, of a token when it was made; UTC in the form of entries; empty for
///   `none`
public record Actor(String person, Set<Duty> duties, String method, String authenticated) {
  /// The method of who did not sign in: of the first person of all, who writes themself into the
  /// register, and of the people of the demonstration.
  public static final String NONE = "none";

  public Actor {
    duties = Set.copyOf(duties);
  }

  /// Somebody who is signed in.
  public static Actor of(SignedIn who) {
    return new Actor(
        who.member().personId(),
        who.member().duties(),
        who.proof().method().word(),
        UtcTime.text(who.proof().at().toEpochMilli()));
  }
}
