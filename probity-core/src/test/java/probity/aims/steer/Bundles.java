package probity.aims.steer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;

/// Bundles for tests.
final class Bundles {
  private static final Path DEMO = Path.of("../examples/demo-bundle");

  private Bundles() {}

  static Bundle demo() {
    return read(files());
  }

  static List<BundleFile> files() {
    try (var all = Files.walk(DEMO)) {
      return all.filter(path -> path.toString().endsWith(".yaml"))
          .map(path -> new BundleFile(DEMO.relativize(path).toString(), text(path)))
          .filter(file -> !file.path().startsWith("overlays/"))
          .sorted(java.util.Comparator.comparing(BundleFile::path))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bundle read(List<BundleFile> files) {
    var labels =
        Set.of(
            "personal.email",
            "payment.card",
            "payment.iban",
            "credential.api-key",
            "credential.private-key");
    return switch (Bundle.read(files, labels)) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken mistaken -> throw new AssertionError(mistaken.toString());
    };
  }
}
