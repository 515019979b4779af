package probity.server.classify;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import probity.classify.Detectors;
import probity.classify.OwnLabels;
import probity.classify.PhoneRegions;
import probity.policy.Bundle;
import probity.server.command.CommandRefused;
import probity.server.policy.BundleFolder;

/// What detectors look for when no bundle is in force: every label, and what the command says.
final class LookFor {
  @Option(
      names = "--regions",
      paramLabel = "CODE",
      split = ",",
      description =
          "regions of telephones whose numbers count without +, such as DE,FR,GB; without it those"
              + " of --bundle, or ten usual ones beside a word such as phone (docs/detectors.md)")
  private List<String> codes = List.of();

  @Option(
      names = "--bundle",
      paramLabel = "FOLDER",
      description = "looks for the labels that a bundle defines, too (docs/bundle.md)")
  private @Nullable Path folder;

  Detectors detectors() {
    Optional<Bundle> bundle =
        Optional.ofNullable(folder).map(path -> BundleFolder.untested(path, Optional.empty()));
    var own = bundle.map(Bundle::ownLabels).orElse(OwnLabels.NONE);
    var labels = new TreeSet<>(Detectors.known());
    labels.addAll(own.labels());
    var regions = codes.isEmpty() ? bundle.map(Bundle::regions).orElse(List.of()) : codes;
    try {
      return Detectors.of(labels, PhoneRegions.of(regions), own);
    } catch (IllegalArgumentException e) {
      throw new CommandRefused("--regions: " + e.getMessage(), e);
    }
  }
}
