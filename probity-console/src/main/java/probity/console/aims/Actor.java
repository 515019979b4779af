package probity.console.aims;

import java.util.Set;
import probity.aims.register.Duty;

/// Who acts on a register, and how they proved to be that person.
///
/// @param person id in the register `people`
/// @param method `password`, `password-totp`, `passkey`, `sign-on`, or `none` of the first person
/// @param authenticated when, UTC in the form of entries; empty for `none`
public record Actor(String person, Set<Duty> duties, String method, String authenticated) {
  /// The method of the first person of all, who writes themself into the register.
  public static final String NONE = "none";

  public Actor {
    duties = Set.copyOf(duties);
  }
}
