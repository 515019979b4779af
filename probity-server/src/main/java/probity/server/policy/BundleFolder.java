package probity.server.policy;

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
import probity.policy.RuleTest;
import probity.server.command.CommandRefused;
import probity.yaml.Mistake;

/// Reads a policy bundle from its folder.
public final class BundleFolder {
  private static final int FILES_MAX = 256;

  private BundleFolder() {}

  /// A bundle whose own tests pass, without an overlay; anything else is refused, every mistake at
  /// once.
  public static Bundle read(Path folder) {
    return read(folder, Optional.empty());
  }

  /// A bundle whose own tests pass.
  ///
  /// @param environment whose overlay applies; its file must be there
  public static Bundle read(Path folder, Optional<String> environment) {
    return tested(untested(folder, environment));
  }

  /// A bundle without mistakes, whatever its own tests come to.
  ///
  /// @param environment whose overlay applies; its file must be there
  public static Bundle untested(Path folder, Optional<String> environment) {
    var all = files(folder);
    environment.ifPresent(name -> {
      String overlay = BundleFile.overlay(name);
      if (all.stream().noneMatch(file -> file.path().equals(overlay))) {
        throw new CommandRefused("environment `" + name + "` has no `" + overlay + "`");
      }
    });
    return switch (Bundle.read(BundleFile.forEnvironment(all, environment), Labels.known())) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new CommandRefused(
              "the bundle in `"
                  + folder
                  + "` has "
                  + mistakes.size()
                  + (mistakes.size() == 1 ? " mistake\n" : " mistakes\n")
                  + mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n")));
    };
  }

  private static Bundle tested(Bundle bundle) {
    var failed = bundle.test().stream().filter(result -> !result.passed()).toList();
    if (failed.isEmpty()) return bundle;
    throw new CommandRefused(
        failed.size()
            + " of the bundle's own tests fail\n"
            + failed.stream().map(RuleTest.Result::sentence).collect(Collectors.joining("\n")));
  }

  /// All files of the folder, the overlays of every environment among them.
  static List<BundleFile> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandRefused("bundle folder `" + folder + "` is not there");
    }
    var files = new ArrayList<BundleFile>();
    try (var paths = Files.walk(folder, 4)) {
      for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) continue;
        String name = folder.relativize(path).toString().replace('\\', '/');
        if (files.size() >= FILES_MAX) {
          throw new CommandRefused("bundle folder `" + folder + "` has more than 256 files");
        }
        files.add(new BundleFile(name, text(path, name)));
      }
    } catch (IOException e) {
      throw new CommandRefused("bundle folder `" + folder + "` cannot be read", e);
    }
    return files;
  }

  private static String text(Path path, String name) throws IOException {
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new CommandRefused("bundle file `" + name + "` is not UTF-8", e);
    }
  }
}
