package probity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.classify.Model;
import probity.classify.Model.Origin;

/// Holds the models to what `docs/models/` says of them, on texts of others that are not part of
/// the repository: the folder is `PROBITY_CORPORA`, or `shared/corpora` beside the repository.
class CorporaTest {
  private static final Path FOLDER =
      Path.of(Optional.ofNullable(System.getenv("PROBITY_CORPORA")).orElse("../../shared/corpora"));

  private static Path corpus(String file) {
    Path path = FOLDER.resolve(file);
    assumeTrue(Files.isReadable(path), () -> "skipped: there is no `" + path + "`");
    return path;
  }

  private static Model model(Models models, String label) {
    return models.list().stream()
        .filter(model -> model.labels().contains(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void names_are_found_in_sentences_with_made_up_identities() throws IOException {
    var texts = Corpora.presidio(corpus("presidio-research/generated_large.json"));

    var sum = Spread.NONE;
    try (var models = Models.local()) {
      var model = model(models, PersonModel.LABEL);
      for (var text : texts) {
        var found =
            model.read(text.text(), Origin.USER, 10).found().stream()
                .map(scored -> new Labelled.Span(scored.start(), scored.end()))
                .toList();
        sum = sum.with(text.names(), found);
      }
    }

    System.out.println("names in generated_large (development set): " + sum);
    assertThat(sum.f1()).isGreaterThan(0.85);
  }

  @Test
  void few_harmless_prompts_are_taken_for_injection() throws IOException {
    var prompts = Corpora.strings(corpus("piguard/wildguard_benign.json"), "prompt");

    int alarms = 0;
    try (var models = Models.local()) {
      var model = model(models, InjectionModel.DIRECT);
      for (String prompt : prompts) {
        if (!model.read(prompt, Origin.USER, 10).found().isEmpty()) alarms++;
      }
    }

    System.out.println(
        "false alarms in wildguard_benign (development set): " + alarms + " of " + prompts.size());
    assertThat((double) alarms / prompts.size()).isLessThan(0.1);
  }
}
