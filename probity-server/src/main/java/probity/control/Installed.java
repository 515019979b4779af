package probity.control;

import java.util.List;
import probity.evidence.BundleRef;
import probity.gateway.BundleInForce;
import probity.policy.Bundle;
import probity.policy.life.Objection;

/// What the installation around a bundle adds to it.
public interface Installed {
  /// Why this installation cannot carry the bundle, such as for want of witnesses that it asks for.
  List<Objection> objections(Bundle bundle);

  /// The bundle with its detectors and callers, ready to decide.
  BundleInForce ready(Bundle bundle, BundleRef ref);
}
