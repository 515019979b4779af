package probity.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.classify.Detectors;
import probity.classify.PhoneRegions;

/// The detectors for a bundle's labels, on each of its routes with the route's regions.
public final class BundleDetectors {
  private final Detectors elsewhere;
  private final Map<String, Detectors> byRoute = new HashMap<>();

  private BundleDetectors(Bundle bundle) {
    Map<List<String>, Detectors> byRegions = new HashMap<>();
    elsewhere = of(bundle, bundle.regions(), byRegions);
    for (Route route : bundle.routes()) {
      byRoute.put(route.id(), of(bundle, route.regions(), byRegions));
    }
  }

  private static Detectors of(
      Bundle bundle, List<String> regions, Map<List<String>, Detectors> known) {
    return known.computeIfAbsent(
        regions,
        codes -> Detectors.of(bundle.labels(), PhoneRegions.of(codes), bundle.ownLabels()));
  }

  /// Those of a bundle; building them takes a moment.
  public static BundleDetectors of(Bundle bundle) {
    return new BundleDetectors(bundle);
  }

  /// Those of a route of the bundle, or for what fits none.
  public Detectors on(Optional<Route> route) {
    return route.map(Route::id).map(byRoute::get).orElse(elsewhere);
  }

  /// Name and version of each detector.
  public List<String> versions() {
    return elsewhere.versions();
  }
}
