package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.classify.Model;
import probity.classify.ModelFailed;
import probity.detect.OnnxClassifier;

class OnnxClassifierTest {
  private static final List<String> CLASSES = List.of("SAFE", "TOXIC");

  @TempDir private Path folder;

  private static OnnxClassifier.Description description(
      List<String> outputs, boolean exclusive, int tokens) {
    return new OnnxClassifier.Description(
        "tiny@1",
        outputs,
        new TreeMap<>(Map.of("TOXIC", "model.toxic")),
        exclusive,
        tokens,
        Duration.ofSeconds(5));
  }

  private OnnxClassifier open(boolean exclusive, int tokens) throws IOException {
    var tiny = TinyOnnx.in(folder);
    return OnnxClassifier.open(
        description(CLASSES, exclusive, tokens), tiny.model(), tiny.tokenizer());
  }

  @Test
  void each_window_of_a_text_has_its_score_and_ends_with_a_word() throws IOException {
    try (var model = open(true, 3)) {
      var reading = model.read("Kind kind kind. RUDE kind kind", Model.Origin.USER, 9);

      assertThat(reading.complete("Kind kind kind. RUDE kind kind")).isTrue();
      assertThat(reading.pieces()).isEqualTo(3);
      assertThat(reading.found())
          .containsExactly(
              new Model.Scored("model.toxic", 0, 14, 0),
              new Model.Scored("model.toxic", 14, 25, 100),
              new Model.Scored("model.toxic", 26, 30, 0));
    }
  }

  @Test
  void a_text_is_read_no_further_than_its_pieces_reach() throws IOException {
    try (var model = open(true, 3)) {
      var reading = model.read("kind kind kind rude", Model.Origin.USER, 1);

      assertThat(reading.scored()).isEqualTo(14);
      assertThat(reading.complete("kind kind kind rude")).isFalse();
    }
  }

  /// `kindr…` is one word of six pieces, more than a window.
  @Test
  void a_word_that_is_longer_than_a_window_is_read_in_parts() throws IOException {
    try (var model = open(true, 3)) {
      String text = "rude kindrrrrr";
      var reading = model.read(text, Model.Origin.USER, 9);

      assertThat(reading.complete(text)).isTrue();
      assertThat(reading.found().getFirst()).isEqualTo(new Model.Scored("model.toxic", 0, 4, 100));
    }
  }

  /// The third word and the mark behind it come in one step, five pieces over the window.
  @Test
  void a_window_is_never_longer_than_it_may_be() throws IOException {
    try (var model = open(true, 3)) {
      String text = "kind kind kindrrrr. kind";
      var reading = model.read(text, Model.Origin.USER, 9);

      assertThat(reading.complete(text)).isTrue();
      assertThat(reading.found().getFirst().end()).isEqualTo(9);
    }
  }

  @Test
  void numbers_that_stand_for_themselves_are_not_shared_out_among_classes() throws IOException {
    try (var model = open(false, 10)) {
      // An unknown word gives the first class a third, beside what opens and closes the text, and
      // the second 0: one half by itself, less beside the first.
      assertThat(model.read("xylophone", Model.Origin.USER, 1).found())
          .containsExactly(new Model.Scored("model.toxic", 0, 9, 50));
    }
    try (var model = open(true, 10)) {
      assertThat(model.read("xylophone", Model.Origin.USER, 1).found())
          .containsExactly(new Model.Scored("model.toxic", 0, 9, 42));
    }
  }

  @Test
  void a_file_that_is_another_thing_does_not_load() throws IOException {
    var tiny = TinyOnnx.in(folder);
    var rubbish = Files.writeString(folder.resolve("rubbish.onnx"), "rubbish");
    var bpe = Files.writeString(folder.resolve("bpe.json"), "{\"model\": {\"type\": \"BPE\"}}");
    var good = description(CLASSES, true, 10);
    var three = description(List.of("A", "B", "C"), true, 10);

    assertThatThrownBy(() -> OnnxClassifier.open(good, rubbish, tiny.tokenizer()))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("rubbish.onnx` does not load");
    assertThatThrownBy(() -> OnnxClassifier.open(good, tiny.model(), bpe))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("the tokenizer is none of BERT without case");
    assertThatThrownBy(() -> OnnxClassifier.open(good, tiny.model(), folder.resolve("none")))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("none` cannot be read");
    assertThatThrownBy(() -> OnnxClassifier.open(three, tiny.model(), tiny.tokenizer()))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("not one decimal number for each of 3 classes");
  }

  @Test
  void a_model_that_wants_another_input_does_not_load() throws IOException {
    var other = TinyOnnx.write(folder, "pixel_values");

    assertThatThrownBy(() ->
            OnnxClassifier.open(description(CLASSES, true, 10), other.model(), other.tokenizer()))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("its inputs are [pixel_values], `input_ids` was expected");
  }
}
