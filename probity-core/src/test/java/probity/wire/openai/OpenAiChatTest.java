package probity.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.Bodies;
import probity.wire.PlaceReader;
import probity.wire.PlainText;
import probity.wire.RequestHead;
import probity.wire.Seeds;
import probity.wire.Texts;

class OpenAiChatTest {
  private static final OpenAiChat CHAT = new OpenAiChat();

  private static Prompt request(Bytes body) {
    return CHAT.request(new RequestHead("POST", "/", _ -> Optional.empty()), body);
  }

  private static Answer answer(Bytes body) {
    return CHAT.answer(new Prompt.Opaque(Bytes.EMPTY, Coverage.NONE), body);
  }

  @Test
  void every_string_of_a_request_has_its_place() {
    var prompt = (Prompt.Read) request(Bodies.file("request/everything.json"));

    assertThat(Bodies.lines(prompt.body(), prompt.places()))
        .isEqualTo(Bodies.file("request/everything.places.txt").utf8().lines().toList());
  }

  @Test
  void a_request_says_what_it_asks_for() {
    var prompt = (Prompt.Read) request(Bodies.file("request/everything.json"));

    assertThat(prompt.model()).isEqualTo("gpt-x");
    assertThat(prompt.stream()).isTrue();
    assertThat(prompt.messages()).isEqualTo(7);
    assertThat(prompt.maxTokens()).isEqualTo(20);
    assertThat(prompt.person()).isEqualTo(Optional.of("s-1"));
    assertThat(prompt.tools()).containsExactly("search", "run", "web_search", "old", "web_search");
  }

  @Test
  void what_is_not_read_is_counted() {
    var prompt = (Prompt.Read) request(Bodies.file("request/everything.json"));

    assertThat(prompt.coverage().notRead())
        .isEqualTo(Map.of("image", 2, "audio", 2, "file", 2, "stored-reference", 2));
    assertThat(prompt.coverage().read()).containsEntry("user", 1).containsEntry("system", 2);
  }

  @Test
  void content_hidden_in_an_unknown_part_is_counted_as_not_read() {
    Bytes body =
        Bytes.utf8(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{"
                + "\"type\":\"video_url\","
                + "\"video_url\":{\"url\":\"DATA:video/mp4;base64,AAAA\"}}]}]}");

    assertThat(request(body).coverage().notRead()).isEqualTo(Map.of("file", 1));
  }

  static List<Path> unreadable() throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(OpenAiChatTest.class.getResource("/wire/unreadable"));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void a_body_with_a_defect_is_unreadable_for_the_reason_in_its_name(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());

    Prompt prompt = request(Bytes.wrap(Files.readAllBytes(file)));

    assertThat(prompt)
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            unreadable ->
                assertThat(unreadable.fault().word())
                    .isEqualTo(name.substring(0, name.indexOf('.'))));
  }

  @Test
  void an_answer_says_what_tools_it_asks_for_and_where_their_arguments_stand() {
    var answer = (Answer.Read) answer(Bodies.file("answer/everything.json"));

    assertThat(answer.toolCalls().stream().map(call -> called(answer, call)))
        .containsExactly("1/0 a {}", "1/1 b [1]", "0/-1 c {\"x\":\"y\"}");
    assertThat(answer.finishReasons()).containsExactly("tool_calls", "stop");
    assertThat(answer.usage()).isEqualTo(new Answer.Usage(1, 2, 3));
    assertThat(answer.coverage().notRead()).isEqualTo(Map.of("audio", 1, "logprobs", 1));
    assertThat(Bodies.lines(answer.body(), answer.places()))
        .contains(
            "ASSISTANT /choices/0/message/content Hi",
            "ASSISTANT /choices/0/message/reasoning_content Hm",
            "ASSISTANT /choices/1/message/audio/transcript Hello")
        .noneMatch(line -> line.contains("AAAA"));
  }

  private static String called(Answer.Read answer, Answer.ToolCall call) {
    var arguments = call.places().stream().map(answer.texts()::text).toList();
    return call.choice()
        + "/"
        + call.index()
        + " "
        + call.name()
        + " "
        + String.join("", arguments);
  }

  @Test
  void a_masked_answer_has_no_log_probabilities_left() {
    var answer = (Answer.Read) answer(Bodies.file("answer/everything.json"));
    int content =
        Bodies.lines(answer.body(), answer.places())
            .indexOf("ASSISTANT /choices/0/message/content Hi");

    Bytes masked =
        answer.altered(List.of(new Finding("a.b", content, 0, 2, "a.b@1", 90)), List.of());

    assertThat(masked.utf8())
        .isEqualTo(
            answer
                .body()
                .utf8()
                .replace("\"content\": \"Hi\"", "\"content\": \"[redacted:a.b]\"")
                .replace("{\"content\": [{\"token\": \"Hi\"}]}", "null"));
    assertThat(answer.altered(List.of(), List.of())).isEqualTo(answer.body());
  }

  @Test
  void an_answer_without_choices_has_the_wrong_shape() {
    assertThat(answer(Bytes.utf8("{\"id\":\"x\"}")))
        .isInstanceOfSatisfying(
            Answer.Unreadable.class,
            unreadable -> assertThat(unreadable.fault().word()).isEqualTo("wrong-shape"));
  }

  @Test
  void an_error_is_read_whatever_its_shape() {
    var answer = (Answer.Read) CHAT.error(Bytes.utf8("[\"a\",{\"error\":{\"k\":\"b\"}}]"));

    assertThat(Bodies.lines(answer.body(), answer.places()))
        .containsExactly("OTHER /0 a", "OTHER /1/error/* k", "OTHER /1/error/* b");
  }

  @Test
  void a_text_that_is_no_json_is_one_place() {
    var answer = (Answer.Read) PlainText.answer(Bytes.utf8("bad \\u0067ateway \u00e9"));

    assertThat(answer.texts().text(0)).isEqualTo("bad \\u0067ateway \u00e9");
    assertThat(PlainText.answer(Bytes.wrap(new byte[] {'a', (byte) 0xff})))
        .isInstanceOf(Answer.Unreadable.class);
  }

  @Test
  void a_broken_body_is_never_more_than_unreadable() {
    byte[] whole = Bodies.file("request/everything.json").array();
    Seeds.check(
        20_000,
        random -> {
          byte[] body =
              Arrays.copyOf(
                  whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
          for (int i = random.nextInt(4); i >= 0 && body.length > 0; i--) {
            int at = random.nextInt(body.length);
            body[at] =
                random.nextInt(3) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) "{}[]\",:\\u0123 dDtfn".charAt(random.nextInt(19));
          }
          Bytes bytes = Bytes.wrap(body);
          if (request(bytes) instanceof Prompt.Read read) {
            for (Place place : read.places()) Texts.text(bytes, place);
          }
          answer(bytes);
          CHAT.error(bytes);
          ChatDelta.read(bytes, false, (_, _) -> List.of());
        });
  }

  @Test
  void an_object_with_very_many_members_is_read() {
    var body = new StringBuilder("{\"model\":\"m\",\"messages\":[]");
    for (int i = 0; i < 100_000; i++) body.append(",\"k").append(i).append("\":0");

    Prompt prompt = request(Bytes.utf8(body.append("}").toString()));

    assertThat(((Prompt.Read) prompt).places()).hasSize(100_001);
  }

  @Test
  void the_number_of_strings_is_bounded() {
    String body = "[" + "\"\",".repeat(PlaceReader.PLACES_MAX) + "\"\"]";

    assertThat(CHAT.error(Bytes.utf8(body)))
        .isInstanceOfSatisfying(
            Answer.Unreadable.class,
            unreadable -> assertThat(unreadable.fault().word()).isEqualTo("too-large"));
  }
}
