package probity.server.classify;

import java.util.List;
import picocli.CommandLine.Option;
import probity.classify.PhoneRegions;
import probity.server.command.CommandRefused;

/// The regions that numbers of telephones without `+` may be of.
final class RegionsOption {
  @Option(
      names = "--regions",
      paramLabel = "CODE",
      split = ",",
      description =
          "regions of telephones whose numbers count without +, such as DE,FR,GB; without it ten"
              + " usual ones, beside a word such as phone (docs/detectors.md)")
  private List<String> codes = List.of();

  PhoneRegions regions() {
    try {
      return PhoneRegions.of(codes);
    } catch (IllegalArgumentException e) {
      throw new CommandRefused("--regions: " + e.getMessage(), e);
    }
  }
}
