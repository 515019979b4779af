package probity.wire.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.classify.Detectors;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.Bodies;
import probity.wire.Edit;
import probity.wire.Format.Said;
import probity.wire.RequestHead;
import probity.wire.Seeds;
import probity.wire.Splice;
import probity.wire.Texts;

class OpenAiResponsesTest {
  private static final OpenAiResponses RESPONSES = new OpenAiResponses();
  private static final Prompt ASKED = new Prompt.Opaque(Bytes.EMPTY, Coverage.NONE);
  private static final String SECRET = "jane.doe@example.com";

  private static Prompt request(Bytes body) {
    return RESPONSES.request(new RequestHead("POST", "/", _ -> Optional.empty()), body);
  }

  private static Prompt.Read everything() {
    return (Prompt.Read) request(Bodies.file("responses/request.json"));
  }

  private static Answer.Read answer() {
    return (Answer.Read) RESPONSES.answer(ASKED, Bodies.file("responses/answer.json"));
  }

  @Test
  void every_string_of_a_request_has_its_place() {
    var prompt = everything();

    assertThat(Bodies.lines(prompt.body(), prompt.places()))
        .isEqualTo(Bodies.file("responses/request.places.txt").utf8().lines().toList());
  }

  @Test
  void a_request_says_what_it_asks_for() {
    var prompt = everything();

    assertThat(prompt.model()).isEqualTo("gpt-x");
    assertThat(prompt.stream()).isTrue();
    assertThat(prompt.messages()).isEqualTo(28);
    assertThat(prompt.maxTokens()).isEqualTo(20);
    assertThat(prompt.person()).isEqualTo(Optional.of("s-1"));
    assertThat(prompt.tools())
        .containsExactly(
            "search", "run", "lookup", "namespace", "local_shell", "shell", "web_search", "mcp");
  }

  @Test
  void what_is_not_read_is_counted() {
    assertThat(everything().coverage().notRead())
        .isEqualTo(
            Map.of(
                "audio", 1,
                "background", 1,
                "encrypted", 1,
                "file", 2,
                "image", 6,
                "provider-tool", 11,
                "stored-reference", 5,
                "unknown-part", 2));
  }

  @Test
  void input_may_be_one_string_and_the_model_may_be_left_to_a_stored_prompt() {
    var prompt =
        (Prompt.Read) request(Bytes.utf8("{\"input\":\"Hi\",\"prompt\":{\"id\":\"pmpt_1\"}}"));

    assertThat(prompt.model()).isEmpty();
    assertThat(prompt.messages()).isEqualTo(1);
    assertThat(Bodies.lines(prompt.body(), prompt.places())).contains("USER /input Hi");
    assertThat(prompt.coverage().notRead()).isEqualTo(Map.of("stored-reference", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"input\":7}",
        "{\"input\":[\"x\"]}",
        "{\"input\":[{\"type\":7}]}",
        "{\"input\":[{\"role\":[]}]}",
        "{\"model\":7}",
        "{\"stream\":\"true\"}",
        "{\"background\":\"yes\"}",
        "{\"max_output_tokens\":-1}"
      })
  void a_request_of_another_shape_is_unreadable(String body) {
    assertThat(request(Bytes.utf8(body)))
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            unreadable -> assertThat(unreadable.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "{\"output\":{}}", "{\"output\":[1]}", "{\"output\":[{\"type\":[]}]}"})
  void an_answer_of_another_shape_is_unreadable(String body) {
    assertThat(RESPONSES.answer(ASKED, Bytes.utf8(body)))
        .isInstanceOfSatisfying(
            Answer.Unreadable.class,
            unreadable -> assertThat(unreadable.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @Test
  void an_answer_says_what_tools_it_asks_for_and_where_their_arguments_stand() {
    var answer = answer();

    assertThat(answer.toolCalls().stream().map(call -> called(answer, call)))
        .containsExactly(
            "2 search {\"q\":1}",
            "3 run ls",
            "4 computer type typed",
            "5 local_shell exec ls -l",
            "6 shell pwd",
            "7 apply_patch delete_file a");
    assertThat(answer.finishReasons()).containsExactly("completed");
    assertThat(answer.usage()).isEqualTo(new Answer.Usage(1, 2, 3));
    assertThat(answer.coverage().notRead())
        .isEqualTo(Map.of("image", 1, "logprobs", 1, "provider-tool", 3, "unknown-part", 1));
    assertThat(Bodies.lines(answer.body(), answer.places()))
        .contains(
            "ASSISTANT /output/1/content/0/text Hi",
            "ASSISTANT /output/1/content/1/refusal No.",
            "ASSISTANT /output/0/summary/0/text Hm.",
            "TOOL_RESULT /output/9/output 4",
            "OTHER /output/11/* wide")
        .noneMatch(line -> line.contains("GGGG"));
  }

  private static String called(Answer.Read answer, Answer.ToolCall call) {
    var arguments = call.places().stream().map(answer.texts()::text).toList();
    return call.index() + " " + call.name() + " " + String.join(" ", arguments);
  }

  @Test
  void a_masked_answer_has_no_log_probabilities_left() {
    var answer = answer();
    int text =
        Bodies.lines(answer.body(), answer.places())
            .indexOf("ASSISTANT /output/1/content/0/text Hi");

    Bytes masked = answer.altered(List.of(new Finding("a.b", text, 0, 2, "a.b@1", 90)), List.of());

    assertThat(masked.utf8())
        .isEqualTo(
            answer
                .body()
                .utf8()
                .replace("\"text\": \"Hi\"", "\"text\": \"[redacted:a.b]\"")
                .replace("[{\"token\": \"Hi\", \"logprob\": -1}]", "null"));
  }

  @Test
  void a_failed_answer_is_read() {
    String body =
        "{\"status\":\"failed\",\"output\":[],\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}";

    var answer = (Answer.Read) RESPONSES.answer(ASKED, Bytes.utf8(body));

    assertThat(answer.finishReasons()).containsExactly("failed");
    assertThat(Bodies.lines(answer.body(), answer.places())).contains("OTHER /error/message m");
  }

  @Test
  void a_secret_is_found_in_every_place_and_with_every_letter_of_it_escaped() {
    var detectors = Detectors.of(Detectors.known());
    for (var read : List.of(everything().places(), answer().places())) {
      Bytes body =
          read.equals(everything().places())
              ? Bodies.file("responses/request.json")
              : Bodies.file("responses/answer.json");
      boolean asks = body.equals(Bodies.file("responses/request.json"));
      for (Place place : read) {
        if (place.pointer().endsWith("/type") || place.pointer().endsWith("/role")) continue;
        for (int letter = 0; letter < SECRET.length(); letter += 5) {
          String spelled =
              SECRET.substring(0, letter)
                  + String.format("\\u%04x", (int) SECRET.charAt(letter))
                  + SECRET.substring(letter + 1);
          Bytes planted =
              Splice.edit(body, List.of(new Edit(place.start(), place.end(), Bytes.utf8(spelled))));
          Texts texts =
              asks
                  ? Texts.json(planted, ((Prompt.Read) request(planted)).places())
                  : ((Answer.Read) RESPONSES.answer(ASKED, planted)).texts();
          assertThat(detectors.inspect(texts)).as(place.pointer()).hasSize(1);
        }
      }
    }
  }

  @Test
  void a_broken_body_is_never_more_than_unreadable() {
    byte[] whole = Bodies.file("responses/request.json").array();
    byte[] answer = Bodies.file("responses/answer.json").array();
    Seeds.check(
        10_000,
        random -> {
          byte[] body = (random.nextBoolean() ? whole : answer).clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            body[random.nextInt(body.length)] =
                (byte) "{}[]\",:\\u0123 dDtfn".charAt(random.nextInt(19));
          }
          Bytes bytes = Bytes.wrap(body);
          if (request(bytes) instanceof Prompt.Read read) {
            for (Place place : read.places()) Texts.text(bytes, place);
          }
          RESPONSES.answer(ASKED, bytes);
          RESPONSES.error(bytes);
        });
  }

  @Test
  void a_canned_answer_is_one_that_can_be_read() {
    var said =
        (Answer.Read)
            RESPONSES.answer(ASKED, RESPONSES.canned(ASKED, new Said("Hi", "", "")).body());
    var called =
        (Answer.Read)
            RESPONSES.answer(ASKED, RESPONSES.canned(ASKED, new Said("", "run", "{}")).body());

    assertThat(Bodies.lines(said.body(), said.places()))
        .contains("ASSISTANT /output/0/content/0/text Hi");
    assertThat(called.toolCalls()).extracting(Answer.ToolCall::name).containsExactly("run");
  }
}
