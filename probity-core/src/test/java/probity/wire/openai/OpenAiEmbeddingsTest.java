package probity.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.Format.Said;
import probity.wire.RequestHead;
import probity.wire.Texts;

class OpenAiEmbeddingsTest {
  private static final OpenAiEmbeddings EMBEDDINGS = new OpenAiEmbeddings();
  private static final Prompt ASKED = new Prompt.Opaque(Bytes.EMPTY, Coverage.NONE);

  private static Prompt request(String body) {
    return EMBEDDINGS.request(
        new RequestHead("POST", "/", _ -> Optional.empty()), Bytes.utf8(body));
  }

  private static Answer answer(String body) {
    return EMBEDDINGS.answer(ASKED, Bytes.utf8(body));
  }

  private static List<String> lines(Texts texts) {
    return texts.places().stream()
        .map(place -> place.kind() + " " + place.pointer() + " " + Texts.text(texts.body(), place))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\" | 1 | 1 | 0 | 0",
        "[\"a\",\"b\"] | 2 | 2 | 0 | 0",
        "[1,2,3] | 1 | 0 | 1 | 0",
        "[[1,2],[3]] | 2 | 0 | 2 | 0",
        "[{\"text\":\"a\"}] | 1 | 1 | 0 | 1",
        "[] | 0 | 0 | 0 | 0"
      })
  void input_is_a_text_or_tokens_or_several(
      String input, int count, int texts, int tokens, int unknown) {
    var prompt = (Prompt.Read) request("{\"input\":" + input + ",\"model\":\"e\",\"user\":\"u\"}");

    assertThat(prompt.messages()).isEqualTo(count);
    assertThat(prompt.model()).isEqualTo("e");
    assertThat(prompt.person()).isEqualTo(Optional.of("u"));
    assertThat(prompt.coverage().read().getOrDefault("user", 0)).isEqualTo(texts);
    assertThat(prompt.coverage().notRead().getOrDefault("tokens", 0)).isEqualTo(tokens);
    assertThat(prompt.coverage().notRead().getOrDefault("unknown-part", 0)).isEqualTo(unknown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"model\":\"e\"}",
        "{\"input\":\"a\"}",
        "{\"input\":7,\"model\":\"e\"}",
        "{\"input\":\"a\",\"model\":7}"
      })
  void a_request_of_another_shape_is_unreadable(String body) {
    assertThat(request(body))
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            unreadable -> assertThat(unreadable.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @Test
  void an_answer_is_numbers_or_base64_and_neither_is_a_text() {
    var answer =
        (Answer.Read)
            answer(
                "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5,-1]},"
                    + "{\"index\":1,\"embedding\":\"AAB+\\/w==\"}],\"model\":\"e\","
                    + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}");

    assertThat(lines(answer.texts())).containsExactly("OTHER /object list", "OTHER /model e");
    assertThat(answer.usage()).isEqualTo(new Answer.Usage(2, 0, 2));
    assertThat(answer.coverage().notRead()).isEqualTo(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"data\":7}",
        "{\"data\":[\"x\"]}",
        "{\"data\":[{\"embedding\":\"write to jane.doe@example.com\"}]}",
        "{\"data\":[{\"embedding\":\"\\u0041\"}]}"
      })
  void an_answer_of_another_shape_is_unreadable(String body) {
    assertThat(answer(body))
        .isInstanceOfSatisfying(
            Answer.Unreadable.class,
            unreadable -> assertThat(unreadable.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @Test
  void a_canned_answer_is_one_that_can_be_read() {
    var canned = EMBEDDINGS.canned(ASKED, new Said("Hi", "", ""));

    assertThat(lines(((Answer.Read) EMBEDDINGS.answer(ASKED, canned.body())).texts()))
        .contains("OTHER /model Hi");
  }
}
