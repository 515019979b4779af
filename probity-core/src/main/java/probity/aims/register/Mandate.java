package probity.aims.register;

import java.util.Optional;
import java.util.Set;

/// By what somebody decides on a revision.
///
/// @param role the duty by which they may
/// @param under the delegation that lends it to them; empty where the duty is their own
public record Mandate(Duty role, Optional<Delegation> under) {
  /// A delegation that is in force.
  ///
  /// @param duties that who delegates has now
  public record Lent(Delegation delegation, Set<Duty> duties) {
    public Lent {
      duties = Set.copyOf(duties);
    }
  }
}
