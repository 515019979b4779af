package probity.console.aims;

import java.util.Set;
import probity.aims.register.Duty;

/// Who acts on a register, and how they proved to be that person.
///
/// @param person id in the register `people`
/// @param method `password`, `password-totp`, `passkey`, `sign-on`, or `none` where nobody signed
///   in: the first person, and the people of the demonstration
/// @param authenticated when, UTC in the form of entries; empty for `none`
public record Actor(String person, Set<Duty> duties, String method, String authenticated) {
  /// The method of who did not sign in: of the first person of all, who writes themself into the
  /// register, and of the people of the demonstration.
  public static final String NONE = "none";

  public Actor {
    duties = Set.copyOf(duties);
  }
}
