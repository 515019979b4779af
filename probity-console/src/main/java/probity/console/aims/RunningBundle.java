package probity.console.aims;

import java.util.Optional;
import probity.policy.Bundle;

/// The bundle that decides now. Calls never wait and may come from any thread.
@FunctionalInterface
public interface RunningBundle {
  /// Empty where none is in force, and so nothing passes.
  Optional<Bundle> inForce();
}
