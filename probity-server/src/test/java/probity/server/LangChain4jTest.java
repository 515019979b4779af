package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.asked;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.completion;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.FakeProvider.toolCalls;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LangChain4j with its own client of OpenAI's API, unchanged, at the running gateway.
class LangChain4jTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

  private static final int WAIT_SECONDS = 20;

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/formats")));
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  private static String url() {
    return "http://127.0.0.1:" + gateway.port() + "/v1";
  }

  private static OpenAiChatModel model(String name) {
    return OpenAiChatModel.builder()
        .baseUrl(url())
        .apiKey(Running.SUPPORT.text())
        .modelName(name)
        .build();
  }

  private static StreamingChatModel streamingChat() {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(url())
        .apiKey(Running.SUPPORT.text())
        .modelName("demo-small")
        .build();
  }

  private static StreamingChatModel streamingResponses() {
    return OpenAiResponsesStreamingChatModel.builder()
        .baseUrl(url())
        .apiKey(Running.SUPPORT.text())
        .modelName("demo-small")
        .build();
  }

  private static ChatRequest question() {
    var lookup =
        ToolSpecification.builder()
            .name("lookup_order")
            .parameters(JsonObjectSchema.builder().build())
            .build();
    return ChatRequest.builder()
        .messages(UserMessage.from("hi"))
        .toolSpecifications(lookup)
        .build();
  }

  private static String event(String text) {
    return chunk(
        "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,"
            + "\"content_index\":0,\"sequence_number\":1,\"delta\":\""
            + text
            + "\"}\n\n");
  }

  /// A streamed answer in the hands of its reader: pieces of text, then the whole or the error.
  private static final class Read implements StreamingChatResponseHandler {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

    static Read stream(StreamingChatModel model) {
      var read = new Read();
      model.chat(question(), read);
      return read;
    }

    @Override
    public void onPartialResponse(String piece) {
      text.append(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      whole.complete(response);
    }

    @Override
    public void onError(Throwable error) {
      whole.completeExceptionally(error);
    }

    ChatResponse whole() throws Exception {
      return whole.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_question_is_answered() {
    provider.answer(json(200, completion("ask jane@example.com")));

    assertThat(model("demo-small").chat("hi")).isEqualTo("ask [redacted:personal.email]");
  }

  @Test
  void a_tool_call_arrives_where_a_rule_permits_it() {
    provider.answer(json(200, toolCalls("lookup_order")));

    var answer = model("demo-small").chat(question());

    assertThat(answer.aiMessage().toolExecutionRequests().getFirst().name())
        .isEqualTo("lookup_order");
  }

  @Test
  void a_refusal_raises_with_our_message_and_is_not_retried() {
    int before = provider.requests().size();

    var refused =
        catchThrowableOfType(LangChain4jException.class, () -> model("another").chat("hi"));

    assertThat(refused).hasMessageContaining("probity_refusal");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void a_stream_arrives_whole_with_its_address_masked() throws Exception {
    provider.answer(
        STREAM,
        said("ask jane.d"),
        said("oe@example.com"),
        said(" now"),
        finished("stop") + DONE + END);

    var read = Read.stream(streamingChat());

    assertThat(read.whole().aiMessage().text()).isEqualTo("ask [redacted:personal.email] now");
    assertThat(read.whole().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(read.text.toString()).isEqualTo("ask [redacted:personal.email] now");
  }

  @Test
  void a_streamed_tool_call_arrives_where_a_rule_permits_it() throws Exception {
    provider.answer(STREAM, asked(0, "lookup_order"), finished("tool_calls") + DONE + END);

    var answer = Read.stream(streamingChat()).whole();

    assertThat(answer.aiMessage().toolExecutionRequests().getFirst().name())
        .isEqualTo("lookup_order");
  }

  /// LangChain4j 1.19.0 passes over an event with an `error` in Chat Completions: what it calls
  /// whole has no finish reason, which the answer to a stream that was not cut always has.
  @Test
  void a_stream_with_a_key_is_cut_and_has_no_finish_reason() throws Exception {
    provider.answer(
        STREAM, said("it is "), said(SECRET), said(" or so"), finished("stop") + DONE + END);

    var read = Read.stream(streamingChat());

    assertThat(read.whole().finishReason()).isNull();
    assertThat("it is ").startsWith(read.text.toString());
  }

  @Test
  void a_streamed_tool_call_that_no_rule_permits_does_not_arrive() throws Exception {
    provider.answer(STREAM, asked(0, "issue_refund"), finished("tool_calls") + DONE + END);

    var answer = Read.stream(streamingChat()).whole();

    assertThat(answer.aiMessage().toolExecutionRequests()).isEmpty();
    assertThat(answer.finishReason()).isNull();
  }

  @Test
  void a_streamed_response_with_a_key_ends_in_an_error_with_our_message() {
    provider.answer(STREAM, event("it is "), event(SECRET), event(" or so"));

    var read = Read.stream(streamingResponses());

    assertThatThrownBy(read::whole).hasMessageContaining("the answer holds a credential");
    assertThat("it is ").startsWith(read.text.toString());
  }

  @Test
  void a_stream_that_the_provider_drops_ends_in_an_error() {
    provider.answerAndHangUp(STREAM + said("it is "));

    var read = Read.stream(streamingChat());

    assertThatThrownBy(read::whole).hasCauseInstanceOf(LangChain4jException.class);
  }

  @Test
  void embeddings_arrive_as_numbers() {
    provider.answer(
        json(
            200,
            "{\"model\":\"demo-small\",\"data\":[{\"index\":0,\"embedding\":[1.0,2.0]}],"
                + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));
    var model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(url())
            .apiKey(Running.SUPPORT.text())
            .modelName("demo-small")
            .build();

    assertThat(model.embed("hi").content().vector()).containsExactly(1.0f, 2.0f);
  }
}
