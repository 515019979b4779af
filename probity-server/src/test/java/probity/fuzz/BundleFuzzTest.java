package probity.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// Files that people write: YAML and bundles.
class BundleFuzzTest {
  private static final Set<String> LABELS =
      Set.of("personal.email", "payment.card", "credential.api-key", "credential.private-key");
  private static final List<BundleFile> FILES = files(Path.of("src/test/resources/e2e/bundle"));

  static List<BundleFile> files(Path folder) {
    try (var files = Files.walk(folder)) {
      var read = new ArrayList<BundleFile>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        read.add(new BundleFile(folder.relativize(file).toString(), Files.readString(file)));
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> texts(List<BundleFile> files) {
    return files.stream().map(file -> file.text().getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Test
  void yaml_is_read_or_its_mistakes_are_told() {
    Fuzz.check(
        2000,
        texts(FILES),
        (input, _) -> {
          var mistakes = new Mistakes();
          Yaml.read("a.yaml", new String(input, StandardCharsets.UTF_8), mistakes);
          mistakes.inOrder().forEach(mistake -> assertThat(mistake.render()).isNotBlank());
        });
  }

  @Test
  void a_bundle_is_read_or_its_mistakes_are_told() {
    Fuzz.check(
        300,
        texts(FILES),
        (input, random) -> {
          var files = new ArrayList<>(FILES);
          int at = random.nextInt(files.size());
          String text = new String(input, StandardCharsets.UTF_8);
          files.set(at, new BundleFile(files.get(at).path(), text));
          if (Bundle.read(files, LABELS) instanceof BundleReading.Mistaken(var mistakes)) {
            assertThat(mistakes).isNotEmpty();
          }
        });
  }

  @Test
  void a_blob_is_a_bundle_or_none() {
    var loaded = (BundleReading.Loaded) Bundle.read(FILES, LABELS);
    Fuzz.check(
        300,
        List.of(loaded.bundle().blob().array()),
        (input, _) -> assertThat(Bundle.fromBlob(Bytes.wrap(input))).isNotNull());
  }
}
