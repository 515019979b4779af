package probity.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Bundles as folders, the way their authors keep them.
final class Folders {
  static final Set<String> KNOWN_LABELS =
      Set.of(
          "personal.email",
          "payment.card",
          "payment.iban",
          "credential.api-key",
          "credential.private-key");

  static final Path CASES = Path.of("src/test/resources/policy");
  static final Path DEMO = Path.of("../examples/demo-bundle");

  private Folders() {}

  /// The YAML files below a folder.
  static List<BundleFile> files(Path folder) {
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".yaml") && !path.endsWith("given.yaml"))
          .map(path ->
              new BundleFile(folder.relativize(path).toString().replace('\\', '/'), text(path)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rules of a case over the declarations and requirements that all cases share.
  static List<BundleFile> onGround(Path folder) {
    return Stream.concat(files(CASES.resolve("ground")).stream(), files(folder).stream()).toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bundle loaded(List<BundleFile> files) {
    return switch (Bundle.read(files, KNOWN_LABELS)) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(
              String.join("\n", mistakes.stream().map(mistake -> mistake.render()).toList()));
    };
  }
}
