package probity.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.classify.Detectors;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.Bodies;
import probity.wire.Edit;
import probity.wire.Format.Said;
import probity.wire.Refused;
import probity.wire.RequestHead;
import probity.wire.Seeds;
import probity.wire.Splice;
import probity.wire.Texts;

class AnthropicMessagesTest {
  private static final AnthropicMessages MESSAGES = new AnthropicMessages();
  private static final AnthropicCountTokens COUNT = new AnthropicCountTokens();
  private static final Prompt ASKED = new Prompt.Opaque(Bytes.EMPTY, Coverage.NONE);
  private static final RequestHead HEAD = new RequestHead("POST", "/", _ -> Optional.empty());
  private static final String SECRET = "jane.doe@example.com";

  private static Prompt request(Bytes body) {
    return MESSAGES.request(HEAD, body);
  }

  private static Prompt.Read everything() {
    return (Prompt.Read) request(Bodies.file("anthropic/request.json"));
  }

  private static Answer.Read answer() {
    return (Answer.Read) MESSAGES.answer(ASKED, Bodies.file("anthropic/answer.json"));
  }

  @Test
  void every_string_of_a_request_has_its_place() {
    var prompt = everything();

    assertThat(Bodies.lines(prompt.body(), prompt.places()))
        .isEqualTo(Bodies.file("anthropic/request.places.txt").utf8().lines().toList());
  }

  @Test
  void a_request_says_what_it_asks_for() {
    var prompt = everything();

    assertThat(prompt.model()).isEqualTo("claude-x");
    assertThat(prompt.stream()).isTrue();
    assertThat(prompt.messages()).isEqualTo(5);
    assertThat(prompt.maxTokens()).isEqualTo(20);
    assertThat(prompt.person()).isEqualTo(Optional.of("u-1"));
    assertThat(prompt.tools())
        .containsExactly(
            "late",
            "search",
            "run",
            "bash",
            "browser_toolset_20260801",
            "web_search_20250305",
            "mcp_toolset");
  }

  @Test
  void what_is_not_read_is_counted() {
    assertThat(everything().coverage().notRead())
        .isEqualTo(
            Map.of(
                "encrypted", 6,
                "file", 3,
                "image", 5,
                "provider-tool", 8,
                "stored-reference", 7,
                "unknown-part", 3));
  }

  @Test
  void no_bytes_and_no_signature_are_taken_for_text() {
    for (var read : List.of(lines(everything()), lines(answer()))) {
      assertThat(read).noneMatch(line -> line.matches(".*([A-J])\\1{3}.*"));
    }
  }

  @Test
  void what_the_provider_signed_cannot_be_masked() {
    assertThat(fixed(everything().body(), everything().places()))
        .containsExactly("Hm.", "So.", "Before that.");
    assertThat(fixed(answer().body(), answer().places())).containsExactly("Hm.");
  }

  private static List<String> fixed(Bytes body, List<Place> places) {
    return places.stream().filter(Place::fixed).map(place -> Texts.text(body, place)).toList();
  }

  @Test
  void the_same_is_read_to_count_tokens_and_never_streamed() {
    var prompt = (Prompt.Read) COUNT.request(HEAD, Bodies.file("anthropic/request.json"));

    assertThat(prompt.places()).isEqualTo(everything().places());
    assertThat(prompt.stream()).isFalse();
    assertThat(COUNT.stream(prompt, "text/event-stream")).isEmpty();
  }

  @Test
  void a_count_of_tokens_is_an_answer_that_used_none() {
    var answer = (Answer.Read) COUNT.answer(ASKED, Bytes.utf8("{\"input_tokens\":14}"));

    assertThat(answer.usage()).isEqualTo(Answer.Usage.NONE);
    assertThat(answer.places()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"input_tokens\":\"14\"}", "{\"input_tokens\":{}}"})
  void another_count_of_tokens_is_unreadable(String body) {
    assertThat(COUNT.answer(ASKED, Bytes.utf8(body))).isInstanceOf(Answer.Unreadable.class);
  }

  @Test
  void content_and_system_may_be_one_string() {
    var prompt =
        (Prompt.Read)
            request(
                Bytes.utf8(
                    "{\"model\":\"m\",\"system\":\"S\",\"messages\":[{\"content\":\"U\",\"role\":\"user\"}]}"));

    assertThat(lines(prompt)).contains("SYSTEM /system S", "USER /messages/0/content U");
    assertThat(prompt.coverage().notRead()).isEmpty();
    assertThat(prompt.person()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'model':'m'}",
        "{'messages':[]}",
        "{'model':7,'messages':[]}",
        "{'model':null,'messages':[]}",
        "{'model':'m','messages':{}}",
        "{'model':'m','messages':['x']}",
        "{'model':'m','messages':[{'content':['x']}]}",
        "{'model':'m','messages':[],'stream':'true'}",
        "{'model':'m','messages':[],'max_tokens':-1}"
      })
  void a_request_of_another_shape_is_unreadable(String body) {
    assertThat(request(Bytes.utf8(body.replace('\'', '"'))))
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            unreadable -> assertThat(unreadable.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "{\"content\":{}}", "{\"content\":[1]}", "{\"type\":\"error\"}"})
  void an_answer_of_another_shape_is_unreadable(String body) {
    assertThat(MESSAGES.answer(ASKED, Bytes.utf8(body)))
        .isInstanceOfSatisfying(
            Answer.Unreadable.class,
            unreadable -> assertThat(unreadable.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @Test
  void an_answer_says_what_tools_it_asks_for_and_where_their_arguments_stand() {
    var answer = answer();

    assertThat(answer.toolCalls().stream().map(call -> called(answer, call)))
        .containsExactly(
            "5 search {\"q\": \"cats\", \"limit\": 7} [q, cats, limit]",
            "6 browser/navigate {\"url\": \"https://example.com\"} [https://example.com]",
            "7 now {} []");
    assertThat(answer.finishReasons()).containsExactly("tool_use");
    assertThat(answer.usage()).isEqualTo(new Answer.Usage(111, 2, 113));
    assertThat(answer.coverage().notRead())
        .isEqualTo(Map.of("encrypted", 2, "provider-tool", 2, "unknown-part", 1));
    assertThat(lines(answer))
        .contains(
            "ASSISTANT /content/2/text Hi",
            "ASSISTANT /content/2/citations/0/cited_text hi there",
            "TOOL_RESULT /content/4/content/content/source/data All about cats.",
            "OTHER /content/8/* wide");
  }

  private static String called(Answer.Read answer, Answer.ToolCall call) {
    var inside = call.places().stream().map(answer.texts()::text).toList();
    return call.index() + " " + call.name() + " " + call.whole() + " " + inside;
  }

  @Test
  void a_tool_that_nobody_knows_is_one_of_the_clients() {
    var answer =
        (Answer.Read)
            MESSAGES.answer(
                ASKED,
                Bytes.utf8(
                    "{\"content\":[{\"type\":\"robot_tool_use\",\"name\":\"walk\",\"input\":{}}]}"));

    assertThat(answer.toolCalls()).extracting(Answer.ToolCall::name).containsExactly("walk");
    assertThat(answer.coverage().notRead()).isEqualTo(Map.of("unknown-part", 1));
  }

  @Test
  void the_arguments_of_a_tool_call_are_plain_however_they_are_spelled() {
    var answer =
        (Answer.Read)
            MESSAGES.answer(
                ASKED,
                Bytes.utf8(
                    "{\"content\":[{\"type\":\"tool_use\",\"name\":\"a\",\"input\":{\"\\u0071\":\"\\u0073um\"}}]}"));

    assertThat(answer.toolCalls().getFirst().whole()).isEqualTo("{\"q\":\"sum\"}");
  }

  @Test
  void a_notice_is_a_block_behind_the_others() {
    var answer = answer();

    var noticed = answer.altered(List.of(), MESSAGES.notice(answer, "Made by a \"machine\"."));

    assertThat(noticed.utf8())
        .contains(
            "{\"type\": \"text\", \"text\": \"Bye\"},"
                + "{\"text\":\"Made by a \\\"machine\\\".\",\"type\":\"text\"}\n  ],");
    assertThat(MESSAGES.answer(ASKED, noticed)).isInstanceOf(Answer.Read.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":[]}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"\"}]}",
        "{\"content\":[{\"type\":\"tool_use\",\"name\":\"a\",\"input\":{\"text\":\"x\"}}]}"
      })
  void an_answer_without_text_bears_no_notice(String body) {
    var answer = (Answer.Read) MESSAGES.answer(ASKED, Bytes.utf8(body));

    assertThat(MESSAGES.notice(answer, "Made by a machine.")).isEmpty();
  }

  @Test
  void a_secret_is_found_in_every_place_and_with_every_letter_of_it_escaped() {
    var detectors = Detectors.of(Detectors.known());
    for (boolean asks : List.of(true, false)) {
      Bytes body = Bodies.file("anthropic/" + (asks ? "request.json" : "answer.json"));
      for (Place place : asks ? everything().places() : answer().places()) {
        // Of another type a block means something else; an empty place holds no text.
        if (place.pointer().endsWith("/type") || place.end() == place.start()) continue;
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
                  : ((Answer.Read) MESSAGES.answer(ASKED, planted)).texts();
          assertThat(detectors.inspect(texts)).as(place.pointer()).hasSize(1);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error",
    "401, authentication_error",
    "403, permission_error",
    "404, not_found_error",
    "413, request_too_large",
    "415, invalid_request_error",
    "429, rate_limit_error",
    "500, api_error",
    "502, api_error",
    "503, overloaded_error",
    "504, timeout_error"
  })
  void an_error_has_the_type_of_its_status(int status, String type) {
    var refused = new Refused(status, "no", "probity_refusal", "a-rule", "01K");

    assertThat(MESSAGES.errors(ASKED).body(refused).utf8())
        .isEqualTo(
            "{\"error\":{\"code\":\"a-rule\",\"message\":\"no\",\"source\":\"probity_refusal\","
                + "\"type\":\""
                + type
                + "\"},\"request_id\":\"01K\",\"type\":\"error\"}");
  }

  @Test
  void a_broken_body_is_never_more_than_unreadable() {
    byte[] whole = Bodies.file("anthropic/request.json").array();
    byte[] answer = Bodies.file("anthropic/answer.json").array();
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
          if (MESSAGES.answer(ASKED, bytes) instanceof Answer.Read read) {
            read.altered(List.of(), MESSAGES.notice(read, "x"));
          }
          MESSAGES.error(bytes);
        });
  }

  @Test
  void a_canned_answer_is_one_that_can_be_read() {
    var said =
        (Answer.Read) MESSAGES.answer(ASKED, MESSAGES.canned(ASKED, new Said("Hi", "", "")).body());
    var called =
        (Answer.Read)
            MESSAGES.answer(ASKED, MESSAGES.canned(ASKED, new Said("", "run", "{}")).body());
    var odd =
        (Answer.Read)
            MESSAGES.answer(ASKED, MESSAGES.canned(ASKED, new Said("", "run", "ls")).body());
    var counted = COUNT.answer(ASKED, COUNT.canned(ASKED, new Said("", "", "")).body());

    assertThat(lines(said)).contains("ASSISTANT /content/0/text Hi");
    assertThat(called.toolCalls()).extracting(Answer.ToolCall::name).containsExactly("run");
    assertThat(odd.toolCalls())
        .extracting(Answer.ToolCall::whole)
        .containsExactly("{\"input\":\"ls\"}");
    assertThat(counted).isInstanceOf(Answer.Read.class);
  }

  private static List<String> lines(Prompt.Read prompt) {
    return Bodies.lines(prompt.body(), prompt.places());
  }

  private static List<String> lines(Answer.Read answer) {
    return Bodies.lines(answer.body(), answer.places());
  }
}
