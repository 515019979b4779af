package probity.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.classify.Model.Scored;
import probity.classify.ModelFailed;

class PredictionsTest {
  private static final TreeMap<String, String> LABELS =
      new TreeMap<>(Map.of("TOXIC", "model.toxic", "PLAN", "model.secret-plan"));

  @Test
  void labels_of_the_whole_text_are_taken_whether_or_not_they_are_wrapped_in_a_list() {
    String plain = "[{\"label\":\"TOXIC\",\"score\":0.876},{\"label\":\"OTHER\",\"score\":0.1}]";

    for (String answer : new String[] {plain, "[" + plain + "]", " [ " + plain + " ] "}) {
      assertThat(Predictions.read(answer, "four", LABELS))
          .containsExactly(new Scored("model.toxic", 0, 4, 88));
    }
  }

  @Test
  void offsets_of_spans_count_code_points() {
    String answer =
        "[{\"entity_group\":\"PLAN\",\"score\":1,\"word\":\"b\",\"start\":2,\"end\":3},"
            + "{\"label\":\"PLAN\",\"score\":0,\"start\":0,\"end\":1}]";

    assertThat(Predictions.read(answer, "\uD83D\uDE00 b", LABELS))
        .containsExactly(
            new Scored("model.secret-plan", 3, 4, 100), new Scored("model.secret-plan", 0, 2, 0));
  }

  @Test
  void nothing_found_is_an_answer() {
    assertThat(Predictions.read("[]", "a", LABELS)).isEmpty();
    assertThat(Predictions.read("[[]]", "a", LABELS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"label":"TOXIC","score":1}                          | it answered no list of labels
          <html>                                               | it answered no json
          [1]                                                  | an item of its list is no object
          [{"score":1}]                                        | neither `label` nor `entity_group`
          [{"label":"TOXIC"}]                                  | `score` of an item is not from 0 to 1
          [{"label":"TOXIC","score":1.01}]                     | `score` of an item is not from 0 to 1
          [{"label":"TOXIC","score":-0.1}]                     | `score` of an item is not from 0 to 1
          [{"label":"TOXIC","score":"high"}]                   | `score` of an item is not from 0 to 1
          [{"label":"OTHER","score":7}]                        | `score` of an item is not from 0 to 1
          [{"label":"TOXIC","score":1,"start":0}]              | `end` of an item is no offset
          [{"label":"TOXIC","score":1,"start":0,"end":5}]      | `end` of an item is no offset
          [{"label":"TOXIC","score":1,"start":2,"end":2}]      | `end` of an item is not behind
          [{"label":"TOXIC","score":1,"start":0.5,"end":2}]    | `start` of an item is no offset
          """)
  void what_is_no_answer_is_a_failure(String answer, String why) {
    assertThatThrownBy(() -> Predictions.read(answer, "four", LABELS))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining(why);
  }

  @Test
  void more_labels_than_the_bound_are_a_failure() {
    String answer = "[" + "{\"label\":\"A\",\"score\":0},".repeat(1001) + "{}]";

    assertThatThrownBy(() -> Predictions.read(answer, "a", LABELS))
        .isInstanceOf(ModelFailed.class)
        .hasMessageContaining("more than 1000");
  }
}
