package probity.policy;

import java.util.List;
import probity.yaml.Mistake;

/// What reading a bundle comes to: the bundle, or all that is wrong with it.
public sealed interface BundleReading {
  /// Every check at load passed. The tests beside the rules did not run yet ([Bundle#test()]).
  record Loaded(Bundle bundle) implements BundleReading {}

  /// @param mistakes at least one, by file and place
  record Mistaken(List<Mistake> mistakes) implements BundleReading {
    public Mistaken {
      mistakes = List.copyOf(mistakes);
    }
  }
}
