package probity.aims.steer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import probity.aims.register.History;
import probity.aims.register.Revision;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.yaml.Mistakes;
import probity.yaml.Text;
import probity.yaml.Yaml;

/// The next bundle that approved impact assessments ask for: the one in force with the lines of
/// each of them, under a version of its own. Nobody has signed it; it goes the way of every bundle
/// from draft to force.
///
/// @param files all of the bundle as it is in force here; overlays of other environments are not
///   among them
/// @param assessments ids of the records whose words it takes over, at least one
public record BundleProposal(
    String name, String version, List<BundleFile> files, List<String> assessments) {
  private static final String DECLARATIONS = "bundle.yaml";
  private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d{1,18})(\\D*)");
  private static final int MEMBERS_MAX = 500;
  private static final int TEXT_MAX = 4_000;

  public BundleProposal {
    files = List.copyOf(files);
    assessments = List.copyOf(assessments);
  }

  /// What one approved assessment asks.
  ///
  /// @param assessment id of the record
  /// @param revision of it that holds for the system
  public record Asks(History system, String assessment, Revision revision) {}

  /// Empty where nothing is to change, and where no bundle with these lines could be read; an
  /// assessment whose lines make a mistake is left out.
  ///
  /// @param bundle that is in force
  /// @param taken versions that bundles of this installation had
  public static Optional<BundleProposal> of(List<Asks> asked, Bundle bundle, Set<String> taken) {
    var next = bundle;
    var assessments = new ArrayList<String>();
    for (Asks one : asked) {
      var lines = BundleLines.of(one.system(), one.revision(), next);
      if (!lines.lines().isEmpty()
          && Bundle.read(lines.files(), bundle.labels())
              instanceof BundleReading.Loaded(var with)) {
        next = with;
        assessments.add(one.assessment());
      }
    }
    if (assessments.isEmpty()) return Optional.empty();
    String version = after(bundle.version(), taken);
    var edits = new FileEdits(next.files());
    return version(next)
        .map(written -> {
          edits.replace(written, version);
          return new BundleProposal(bundle.name(), version, edits.applied(), assessments);
        });
  }

  /// Where the version stands.
  private static Optional<Text> version(Bundle bundle) {
    return bundle.files().stream()
        .filter(file -> file.path().equals(DECLARATIONS))
        .flatMap(file ->
            Yaml.read(file.path(), file.text(), new Mistakes()).entries(MEMBERS_MAX).stream())
        .filter(entry -> entry.name().value().equals("version"))
        .findFirst()
        .flatMap(entry -> entry.value().asWritten(TEXT_MAX));
  }

  /// The first version behind `version` that no bundle had: its last number grows.
  private static String after(String version, Set<String> taken) {
    String next = version;
    do next = grown(next);
    while (taken.contains(next));
    return next;
  }

  private static String grown(String version) {
    var parts = LAST_NUMBER.matcher(version);
    if (!parts.matches()) return version + ".1";
    String digits = parts.group(2);
    String more = String.format("%0" + digits.length() + "d", Long.parseLong(digits) + 1);
    return parts.group(1) + more + parts.group(3);
  }
}
