package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.asked;
import static probity.server.FakeProvider.completion;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.FakeProvider.toolCalls;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenAI's SDK for Java, unchanged, at the running gateway: Chat Completions and embeddings.
/// [OpenAiJavaResponsesTest] has the Responses API.
class OpenAiJavaTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

  private static final String EMBEDDED =
      "{\"object\":\"list\",\"model\":\"demo-small\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1},"
          + "\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":";

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;
  private static OpenAIClient client;
  private static OpenAIClient patient;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/formats")));
    client = client(gateway, 0);
    patient = client(gateway, 2);
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    patient.close();
    gateway.close();
    provider.close();
  }

  static OpenAIClient client(Running gateway, int retries) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + gateway.port() + "/v1")
        .apiKey(Running.SUPPORT.text())
        .maxRetries(retries)
        .build();
  }

  private static ChatCompletionCreateParams.Builder ask(String text) {
    return ChatCompletionCreateParams.builder().model("demo-small").addUserMessage(text);
  }

  private static ChatCompletionCreateParams askWithTool(String name) {
    var parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .build();
    return ask("Where is it?")
        .addFunctionTool(FunctionDefinition.builder().name(name).parameters(parameters).build())
        .build();
  }

  /// The texts of a streamed answer, as they come.
  private static void collect(ChatCompletionCreateParams question, List<String> texts) {
    try (var stream = client.chat().completions().createStreaming(question)) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> choice.delta().content().ifPresent(texts::add));
    }
  }

  @Test
  void a_question_is_answered() {
    provider.answer(json(200, completion("hello, ask jane@example.com")));

    var answer = client.chat().completions().create(ask("hi").build());

    assertThat(answer.choices().getFirst().message().content())
        .contains("hello, ask [redacted:personal.email]");
  }

  @Test
  void a_stream_arrives_whole_with_its_address_masked() {
    provider.answer(
        STREAM,
        said("ask jane.d"),
        said("oe@example.com"),
        said(" now"),
        finished("stop") + DONE + END);
    var texts = new ArrayList<String>();

    collect(ask("hi").build(), texts);

    assertThat(String.join("", texts)).isEqualTo("ask [redacted:personal.email] now");
  }

  @Test
  void a_stream_with_a_key_is_cut_and_the_sdk_raises() {
    provider.answer(
        STREAM, said("it is "), said(SECRET), said(" or so"), finished("stop") + DONE + END);
    var texts = new ArrayList<String>();

    var cut = catchThrowableOfType(SseException.class, () -> collect(ask("hi").build(), texts));

    assertThat("it is ").startsWith(String.join("", texts));
    assertThat(cut).hasMessageContaining("the answer holds a credential");
  }

  @Test
  void a_stream_that_the_provider_drops_raises() {
    provider.answerAndHangUp(STREAM + said("it is "));

    assertThatThrownBy(() -> collect(ask("hi").build(), new ArrayList<>()))
        .isInstanceOf(OpenAIException.class);
  }

  @Test
  void a_tool_call_arrives_where_a_rule_permits_it() {
    provider.answer(json(200, toolCalls("lookup_order")));

    var answer = client.chat().completions().create(askWithTool("lookup_order"));

    var call = answer.choices().getFirst().message().toolCalls().orElseThrow().getFirst();
    assertThat(call.asFunction().function().name()).isEqualTo("lookup_order");
  }

  @Test
  void a_streamed_tool_call_arrives_only_where_a_rule_permits_it() {
    provider.answer(
        STREAM,
        asked(0, "lookup_order"),
        asked(1, "issue_refund"),
        finished("tool_calls") + DONE + END);
    var names = new ArrayList<String>();

    var refused =
        catchThrowableOfType(
            SseException.class,
            () -> {
              try (var stream =
                  client.chat().completions().createStreaming(askWithTool("lookup_order"))) {
                stream.stream()
                    .flatMap(chunk -> chunk.choices().getFirst().delta().toolCalls().stream())
                    .flatMap(List::stream)
                    .forEach(call -> names.add(call.function().orElseThrow().name().orElse("")));
              }
            });

    assertThat(names).containsExactly("lookup_order");
    assertThat(refused).isNotNull();
  }

  @Test
  void a_refusal_is_the_sdks_own_error_and_is_not_retried() {
    int before = provider.requests().size();

    var refused =
        catchThrowableOfType(
            PermissionDeniedException.class,
            () -> patient.chat().completions().create(ask("hi").model("another").build()));

    assertThat(refused.type()).contains("probity_refusal");
    assertThat(refused.code()).contains("probity/default");
    assertThat(refused)
        .hasMessageContaining(refused.headers().values("x-probity-record").getFirst());
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void a_provider_that_limits_is_asked_again_and_then_raises() {
    String limited =
        "{\"error\":{\"message\":\"slowly\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}";
    for (int i = 0; i < 3; i++) provider.answer(json(429, limited, "retry-after: 0"));
    int before = provider.requests().size();

    assertThatThrownBy(() -> patient.chat().completions().create(ask("hi").build()))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("slowly");

    assertThat(provider.requests()).hasSize(before + 3);
  }

  @Test
  void embeddings_arrive_as_numbers_whether_they_travel_packed_or_not() {
    var question = EmbeddingCreateParams.builder().model("demo-small").input("hi").build();
    for (String numbers : List.of("[1.0,2.0]", "\"AACAPwAAAEA=\"")) {
      provider.answer(json(200, EMBEDDED + numbers + "}]}"));

      var answer = client.embeddings().create(question);

      assertThat(answer.data().getFirst().embedding()).containsExactly(1.0f, 2.0f);
    }
  }
}
