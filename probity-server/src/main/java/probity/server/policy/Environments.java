package probity.server.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.policy.BundleFile;
import probity.server.command.CommandRefused;

/// A bundle's folder, as it is in each environment that is asked for.
final class Environments {
  /// What a folder is called without any overlay.
  static final String BASE = "base";

  private static final String OVERLAYS = "overlays/";
  private static final String YAML = ".yaml";

  @Parameters(paramLabel = "FOLDER", description = "the bundle's folder")
  private Path folder = Path.of("");

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description =
          "the environment whose overlay applies (default: the bundle alone, and each overlay)")
  private @Nullable String environment;

  Path folder() {
    return folder;
  }

  /// The files of the bundle of each environment, by its name: the one that was named, or the
  /// folder without overlays ([#BASE]) and each that has one.
  Map<String, List<BundleFile>> files() {
    var all = BundleFolder.files(folder);
    var known = names(all);
    var files = new LinkedHashMap<String, List<BundleFile>>();
    if (environment != null) {
      if (!known.contains(environment)) {
        throw new CommandRefused(
            "the bundle has no overlay for environment `"
                + environment
                + "`; there are "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
      files.put(environment, BundleFile.forEnvironment(all, Optional.of(environment)));
      return files;
    }
    files.put(BASE, BundleFile.forEnvironment(all, Optional.empty()));
    for (String name : known) {
      files.put(name, BundleFile.forEnvironment(all, Optional.of(name)));
    }
    return files;
  }

  private static List<String> names(List<BundleFile> files) {
    var names = new ArrayList<String>();
    for (BundleFile file : files) {
      if (file.path().startsWith(OVERLAYS) && file.path().endsWith(YAML)) {
        names.add(file.path().substring(OVERLAYS.length(), file.path().length() - YAML.length()));
      }
    }
    return names;
  }
}
