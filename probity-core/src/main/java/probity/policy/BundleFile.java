package probity.policy;

import java.util.List;
import java.util.Optional;

/// A file of a bundle's folder.
///
/// @param path within the folder, with `/` between names: `rules/payment.yaml`
public record BundleFile(String path, String text) {
  private static final String OVERLAYS = "overlays/";

  /// Where the overlay of an environment lies.
  public static String overlay(String environment) {
    return OVERLAYS + environment + ".yaml";
  }

  /// The files of a folder that make the bundle of one environment: without the overlays of the
  /// others, so that what is signed, recorded and in force is one thing.
  ///
  /// @param environment empty for the bundle as it is without any overlay
  public static List<BundleFile> forEnvironment(
      List<BundleFile> folder, Optional<String> environment) {
    return folder.stream()
        .filter(file ->
            !file.path().startsWith(OVERLAYS)
                || environment.map(name -> overlay(name).equals(file.path())).orElse(false))
        .toList();
  }
}
