package probity.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bundles that load have the form of the schemas.
class BundleSchemaTest {
  private static final List<Path> ROOTS =
      List.of(
          Path.of("../examples"),
          Path.of("../conformance"),
          Path.of("src/test/resources"),
          Path.of("../probity-core/src/test/resources/policy"));

  /// Folders with bundles that do not load.
  private static final List<String> MISTAKEN = List.of("every-mistake-at-once", "no-bundle-file");

  static Stream<Path> files() throws IOException {
    var files = Stream.<Path>builder();
    for (Path root : ROOTS) {
      try (var paths = Files.walk(root)) {
        paths.filter(BundleSchemaTest::ofBundle).sorted().forEach(files::add);
      }
    }
    return files.build();
  }

  private static boolean ofBundle(Path file) {
    String folder = folder(file);
    boolean inFolder =
        List.of("requirements", "rules", "overlays", "canaries", "formats", "labels")
            .contains(folder);
    boolean yaml = file.toString().endsWith(".yaml");
    boolean mistaken = MISTAKEN.stream().anyMatch(file.toString()::contains);
    return yaml && !mistaken && (inFolder || ofTop(file));
  }

  private static String folder(Path file) {
    return String.valueOf(file.getName(file.getNameCount() - 2));
  }

  private static boolean ofTop(Path file) {
    return file.endsWith("bundle.yaml") || file.endsWith("invariants.yaml");
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_of_a_bundle_has_the_form_of_its_schema(Path file) {
    String folder = folder(file);
    String path =
        ofTop(file) ? String.valueOf(file.getFileName()) : folder + "/" + file.getFileName();

    assertThat(BundleSchemas.errors(path, BundleSchemas.text(file))).isEmpty();
  }
}
