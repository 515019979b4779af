package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.json;

import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.SseException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Responses API by OpenAI's SDK for Java, unchanged, at the running gateway.
class OpenAiJavaResponsesTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

  private static final String CREATED = event("response.created", "\"response\":" + response(""));

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;
  private static OpenAIClient client;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/formats")));
    client = OpenAiJavaTest.client(gateway, 0);
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    gateway.close();
    provider.close();
  }

  private static ResponseCreateParams.Builder ask() {
    return ResponseCreateParams.builder().model("demo-small").input("hi");
  }

  private static String response(String output) {
    return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1764000000,\"model\":\"demo-small\","
        + "\"status\":\"completed\",\"error\":null,\"output\":["
        + output
        + "]}";
  }

  private static String message(String text) {
    return "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"completed\","
        + "\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"text\":\""
        + text
        + "\"}]}";
  }

  private static String call(String name) {
    return "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"arguments\":\"{}\",\"name\":\""
        + name
        + "\"}";
  }

  private static String event(String type, String members) {
    String typed = "{\"type\":\"" + type + "\",\"sequence_number\":1," + members + "}";
    return chunk("event: " + type + "\ndata: " + typed + "\n\n");
  }

  private static String said(String text) {
    return event(
        "response.output_text.delta",
        "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + text + "\"");
  }

  private static String completed(String output) {
    return event("response.completed", "\"response\":" + response(output));
  }

  private static void collect(List<ResponseStreamEvent> events) {
    try (var stream = client.responses().createStreaming(ask().build())) {
      stream.stream().forEach(events::add);
    }
  }

  private static String texts(List<ResponseStreamEvent> events) {
    return events.stream()
        .flatMap(event -> event.outputTextDelta().stream())
        .map(delta -> delta.delta())
        .collect(Collectors.joining());
  }

  private static String text(Response response) {
    return response.output().getFirst().asMessage().content().getFirst().asOutputText().text();
  }

  @Test
  void a_question_is_answered() {
    provider.answer(json(200, response(message("ask jane@example.com"))));

    var answer = client.responses().create(ask().build());

    assertThat(text(answer)).isEqualTo("ask [redacted:personal.email]");
  }

  @Test
  void a_tool_call_arrives_where_a_rule_permits_it() {
    provider.answer(json(200, response(call("lookup_order"))));

    var answer = client.responses().create(ask().build());

    assertThat(answer.output().getFirst().asFunctionCall().name()).isEqualTo("lookup_order");
  }

  @Test
  void a_tool_call_that_no_rule_permits_raises() {
    provider.answer(json(200, response(call("issue_refund"))));

    assertThatThrownBy(() -> client.responses().create(ask().build()))
        .isInstanceOf(PermissionDeniedException.class);
  }

  @Test
  void a_stream_arrives_whole_with_its_address_masked_in_the_last_event_too() {
    provider.answer(
        STREAM,
        CREATED + said("ask jane.d"),
        said("oe@example.com"),
        completed(message("ask jane.doe@example.com")) + END);
    var events = new ArrayList<ResponseStreamEvent>();

    collect(events);

    assertThat(texts(events)).isEqualTo("ask [redacted:personal.email]");
    assertThat(text(events.getLast().asCompleted().response())).isEqualTo(texts(events));
  }

  @Test
  void a_stream_with_a_key_is_cut_as_a_failed_response() {
    provider.answer(STREAM, CREATED + said("it is "), said(SECRET), completed("") + END);
    var events = new ArrayList<ResponseStreamEvent>();

    var cut = catchThrowableOfType(SseException.class, () -> collect(events));

    assertThat("it is ").startsWith(texts(events));
    assertThat(events.getLast().asFailed().response().error().orElseThrow().code().asString())
        .isEqualTo("no-credentials-in-answers");
    assertThat(cut).hasMessageContaining("the answer holds a credential");
  }

  @Test
  void a_stream_that_the_provider_drops_raises() {
    provider.answerAndHangUp(STREAM + CREATED + said("it is "));

    assertThatThrownBy(() -> collect(new ArrayList<>())).isInstanceOf(OpenAIException.class);
  }

  @Test
  void a_refusal_is_the_sdks_own_error() {
    int before = provider.requests().size();

    var refused =
        catchThrowableOfType(
            PermissionDeniedException.class,
            () -> client.responses().create(ask().previousResponseId("resp_1").build()));

    assertThat(refused.type()).contains("probity_refusal");
    assertThat(refused.code()).contains("nothing-unseen");
    assertThat(provider.requests()).hasSize(before);
  }
}
