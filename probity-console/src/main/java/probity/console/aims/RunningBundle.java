package probity.console.aims;

import java.util.Optional;
import java.util.Set;
import probity.policy.Bundle;

/// The bundle that decides now. Calls never wait and may come from any thread.
public interface RunningBundle {
  /// Empty where none is in force, and so nothing passes.
  Optional<Bundle> inForce();

  /// Versions of all bundles that were or shall be in force here.
  Set<String> versions();
}
