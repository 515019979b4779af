package probity.gateway;

import java.util.List;
import probity.classify.Scoring;
import probity.evidence.BundleRef;
import probity.evidence.Engine;
import probity.evidence.Shadow;
import probity.exchange.Facts;
import probity.policy.Bundle;
import probity.policy.BundleDetectors;

/// What decides now: a bundle with its entry in `records`, the detectors for its labels, and the
/// callers. Replaced as a whole, never changed.
///
/// @param scoring the models for its labels
/// @param shadows bundles that are asked beside it and decide nothing, at most two
public record BundleInForce(
    Bundle bundle,
    BundleRef ref,
    BundleDetectors detectors,
    Scoring scoring,
    Engine engine,
    Callers callers,
    List<ShadowBundle> shadows) {
  public BundleInForce {
    shadows = List.copyOf(shadows);
  }

  /// The same with these asked beside it.
  public BundleInForce beside(List<ShadowBundle> others) {
    return new BundleInForce(bundle, ref, detectors, scoring, engine, callers, others);
  }

  /// What those beside come to.
  List<Shadow> shadows(Facts facts) {
    return shadows.stream().map(one -> one.ask(facts)).toList();
  }

  /// The retention class of what belongs to no route: `standard`, or else the bundle's first.
  String defaultRetention() {
    var classes = bundle.retentionClasses();
    return classes.containsKey("standard") ? "standard" : classes.firstKey();
  }
}
