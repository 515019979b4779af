package probity.policy.check;

import java.util.ArrayList;
import java.util.List;
import probity.policy.Bundle;
import probity.policy.BundleFile;

/// Looks through a bundle that loads. What it finds is certain: a rule said to be shadowed is, and
/// one that is not said to be may be all the same (`policy prove` says more).
public final class Check {
  private Check() {}

  /// All findings, by weight and place.
  ///
  /// @param files those that the bundle was read from
  public static List<Finding> of(Bundle bundle, List<BundleFile> files) {
    var places = Places.of(files);
    var findings = new ArrayList<Finding>();
    findings.addAll(new Unused(bundle, places).findings());
    var pointless = new Pointless(bundle, places).findings();
    findings.addAll(pointless);
    // A rule that can do nothing is told once; no test could show it do anything.
    new Untested(bundle, places)
        .findings().stream()
            .filter(untested -> pointless.stream().noneMatch(one -> isSamePlace(one, untested)))
            .forEach(findings::add);
    findings.addAll(new Unfit(bundle, places).findings());
    return findings.stream().sorted(Finding.IN_ORDER).toList();
  }

  private static boolean isSamePlace(Finding one, Finding other) {
    return one.level() == Finding.Level.FINDING
        && one.at().file().equals(other.at().file())
        && one.at().line() == other.at().line();
  }
}
