package probity.gateway;

import probity.classify.Detectors;
import probity.evidence.BundleRef;
import probity.evidence.Engine;
import probity.policy.Bundle;

/// What decides now: a bundle with its entry in `records`, the detectors for its labels, and the
/// callers. Replaced as a whole, never changed.
public record BundleInForce(
    Bundle bundle, BundleRef ref, Detectors detectors, Engine engine, Callers callers) {

  /// The retention class of what belongs to no route: `standard`, or else the bundle's first.
  String defaultRetention() {
    var classes = bundle.retentionClasses();
    return classes.containsKey("standard") ? "standard" : classes.firstKey();
  }
}
