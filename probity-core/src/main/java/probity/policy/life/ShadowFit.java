package probity.policy.life;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import probity.policy.Bundle;
import probity.policy.Counter;
import probity.policy.Probe;
import probity.wire.mapped.MappedFormat;

/// Whether a bundle can be asked beside another one on the same facts: facts are made by what the
/// bundle in force declares, so what makes them must be declared alike.
public final class ShadowFit {
  private ShadowFit() {}

  /// What of `candidate` would see other facts than those that `live` makes; none where it is fit.
  public static List<Objection> objections(Bundle live, Bundle candidate) {
    var objections = new ArrayList<Objection>();
    alike("labels", labels(live), labels(candidate), objections);
    alike("probes", probes(live), probes(candidate), objections);
    alike("counters", counters(live), counters(candidate), objections);
    alike("routes", routes(live), routes(candidate), objections);
    return objections;
  }

  private static void alike(
      String what, Collection<String> live, Collection<String> candidate, List<Objection> into) {
    var mine = new TreeSet<>(candidate);
    var theirs = new TreeSet<>(live);
    if (mine.equals(theirs)) return;
    var differ = new TreeSet<>(mine);
    differ.removeAll(theirs);
    theirs.removeAll(mine);
    differ.addAll(theirs);
    into.add(
        new Objection(
            what,
            "a shadow is asked on the facts of the bundle in force, so its "
                + what
                + " must be the same; these differ: "
                + differ.stream().limit(5).collect(Collectors.joining("; "))));
  }

  /// Names, and what those of the bundle's own find.
  private static List<String> labels(Bundle bundle) {
    var labels = new ArrayList<>(bundle.labels());
    bundle.ownLabels().all().forEach(label -> labels.add(label.toString()));
    return labels;
  }

  private static List<String> probes(Bundle bundle) {
    return bundle.probes().stream().map(ShadowFit::probe).toList();
  }

  private static String probe(Probe probe) {
    return probe.id()
        + " on "
        + probe.on().word()
        + " in "
        + new TreeSet<>(probe.places())
        + " for "
        + probe.words()
        + probe.pattern().map(Object::toString).orElse("");
  }

  private static List<String> counters(Bundle bundle) {
    return bundle.counters().stream().map(Counter::toString).toList();
  }

  /// But for what makes no facts.
  private static List<String> routes(Bundle bundle) {
    return bundle.routes().stream()
        .map(route ->
            List.of(
                    route.id(),
                    route.path(),
                    route.methods(),
                    route
                        .wire()
                        .filter(MappedFormat.class::isInstance)
                        .map(Object::toString)
                        .orElse(route.format()),
                    route.provider(),
                    route.region(),
                    new TreeSet<>(route.regions()),
                    route.models(),
                    route.tools(),
                    route.system(),
                    route.use(),
                    route.assessment(),
                    route.riskClass())
                .toString())
        .toList();
  }
}
