package probity.prove;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import probity.classify.Labels;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.yaml.Mistake;

/// Reads a bundle from its folder, as it is in one environment.
final class BundleFolder {
  private static final int FILES_MAX = 512;
  private static final long FILE_BYTES_MAX = 1 << 20;

  private BundleFolder() {}

  /// @param environment empty for the bundle without any overlay
  static Bundle read(Path folder, Optional<String> environment) {
    if (!Files.isDirectory(folder)) {
      throw new NotProved("bundle folder `" + folder + "` is not there");
    }
    var all = files(folder);
    environment
        .map(BundleFile::overlay)
        .filter(overlay -> all.stream().noneMatch(file -> file.path().equals(overlay)))
        .ifPresent(overlay -> {
          throw new NotProved("the bundle in `" + folder + "` has no file `" + overlay + "`");
        });
    var files = BundleFile.forEnvironment(all, environment);
    return switch (Bundle.read(files, Labels.known())) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new NotProved(
              "the bundle in `"
                  + folder
                  + "` has "
                  + mistakes.size()
                  + (mistakes.size() == 1 ? " mistake\n" : " mistakes\n")
                  + mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n")));
    };
  }

  private static List<BundleFile> files(Path folder) {
    var files = new ArrayList<BundleFile>();
    try (var paths = Files.walk(folder, 4)) {
      for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) continue;
        if (files.size() >= FILES_MAX) {
          throw new NotProved(
              "bundle folder `" + folder + "` has more than " + FILES_MAX + " files");
        }
        String name = folder.relativize(path).toString().replace('\\', '/');
        files.add(new BundleFile(name, text(path, name)));
      }
    } catch (IOException e) {
      throw new NotProved("bundle folder `" + folder + "` cannot be read", e);
    }
    return files;
  }

  private static String text(Path path, String name) throws IOException {
    if (Files.size(path) > FILE_BYTES_MAX) {
      throw new NotProved("bundle file `" + name + "` has over " + FILE_BYTES_MAX + " bytes");
    }
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new NotProved("bundle file `" + name + "` is not UTF-8", e);
    }
  }
}
