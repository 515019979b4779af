package probity.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import probity.policy.Bundle;

/// The invariants of the bundles below `examples/`, in each of their environments: that they are
/// kept, and that they rest on rules.
class ExampleBundlesProofTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir Path folder;

  record Example(Path folder, Optional<String> environment) {
    @Override
    public String toString() {
      return folder.getFileName() + environment.map(word -> " in " + word).orElse("");
    }
  }

  static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    for (Path folder : files(EXAMPLES, 1)) {
      if (!Files.isDirectory(folder)) continue;
      examples.add(new Example(folder, Optional.empty()));
      Path overlays = folder.resolve("overlays");
      if (!Files.isDirectory(overlays)) continue;
      for (Path overlay : files(overlays, 1)) {
        String name = overlay.getFileName().toString().replace(".yaml", "");
        examples.add(new Example(folder, Optional.of(name)));
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void its_invariants_are_kept(Example example) {
    var proofs = proofs(BundleFolder.read(example.folder(), example.environment()));

    assertThat(proofs).isNotEmpty();
    assertThat(proofs).allSatisfy((_, proof) -> assertThat(proof).isInstanceOf(Proof.Kept.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo-bundle          | no-credentials-to-the-model           | no-keys-to-the-provider | credential.
          customer-support     | a-refund-waits-for-a-person           | no-refund-without-a-person | tool: issue_refund
          clinical-notes       | no-research-on-this-way               | no-research             | clinician, research
          credit-pre-screening | protected-traits-need-a-second-look   | traits-wait-for-a-person | protected-trait: true
          """)
  void without_the_rule_that_keeps_it_an_invariant_is_broken_and_no_other(
      String name, String rule, String invariant, String given) throws IOException {
    copy(name);
    take(rule);

    var proofs = proofs(BundleFolder.read(folder, Optional.empty()));

    assertThat(proofs.remove(invariant))
        .isInstanceOfSatisfying(
            Proof.Broken.class, broken -> assertThat(Told.facts(broken.given())).contains(given));
    assertThat(proofs).allSatisfy((_, proof) -> assertThat(proof).isInstanceOf(Proof.Kept.class));
  }

  @Test
  void a_route_out_of_the_eu_gets_no_notes_by_its_rule_alone() throws IOException {
    copy("clinical-notes");
    String letters =
        "path: /letters/v1/chat/completions\n    format: openai.chat\n    provider: hospital-models\n";
    change("bundle.yaml", letters + "    region: eu", letters + "    region: us");

    assertThat(proofs(BundleFolder.read(folder, Optional.empty())))
        .hasEntrySatisfying(
            "no-model-outside-the-eu", proof -> assertThat(proof).isInstanceOf(Proof.Kept.class));
    take("health-data-stays-in-the-eu");
    assertThat(proofs(BundleFolder.read(folder, Optional.empty())))
        .hasEntrySatisfying(
            "no-model-outside-the-eu", proof -> assertThat(proof).isInstanceOf(Proof.Broken.class));
  }

  private static Map<String, Proof> proofs(Bundle bundle) {
    var prover = new Prover(bundle, new CelSolver(), System::nanoTime);
    return bundle.invariants().stream()
        .collect(
            Collectors.toMap(
                invariant -> invariant.id(), invariant -> prover.prove(invariant, BOUND)));
  }

  /// Copies an example without its canaries, which name rules that are taken out.
  private void copy(String name) throws IOException {
    Path from = EXAMPLES.resolve(name);
    for (Path path : files(from, 4)) {
      if (Files.isDirectory(path) || from.relativize(path).startsWith("canaries")) continue;
      Path copy = folder.resolve(from.relativize(path).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(path, copy);
    }
  }

  /// Takes a rule out, wherever it stands.
  private void take(String rule) throws IOException {
    int taken = 0;
    for (Path file : files(folder.resolve("rules"), 1)) {
      String text = Files.readString(file);
      String without = text.replaceFirst("(?ms)^- id: " + rule + "\\n.*?(?=^- id:|\\z)", "");
      if (without.equals(text)) continue;
      Files.writeString(file, without);
      taken++;
    }
    assertThat(taken).isOne();
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  /// What is below a folder, in the order of names.
  private static List<Path> files(Path folder, int deep) throws IOException {
    try (var paths = Files.walk(folder, deep)) {
      return paths.filter(path -> !path.equals(folder)).sorted().toList();
    }
  }
}
