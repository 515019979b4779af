package probity.console.traffic;

import java.util.List;
import java.util.Optional;
import probity.policy.Bundle;
import probity.policy.life.Shadows;
import probity.policy.life.Timeline;

/// Which bundles are, were and will be in force, as `records` says. Calls come from many threads.
public interface BundleHistory {
  Timeline timeline();

  /// Those that are asked beside the one in force.
  List<Shadows.Shadow> shadows();

  /// Now, in milliseconds since 1970.
  long millis();

  /// The bundle with this digest; empty where none was ever taken, or this version cannot read it.
  Optional<Bundle> bundle(String digest);
}
