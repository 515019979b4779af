package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.json;
import static probity.server.MessagesTest.CLOSE;
import static probity.server.MessagesTest.STOP;
import static probity.server.MessagesTest.TEXT;
import static probity.server.MessagesTest.add;
import static probity.server.MessagesTest.call;
import static probity.server.MessagesTest.event;
import static probity.server.MessagesTest.said;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Anthropic's SDK for Java, unchanged, at the running gateway.
class AnthropicJavaTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

  private static final String ADDRESS = "jane.doe@example.com";
  private static final String THOUGHT =
      "{'type':'thinking','thinking':'hm','signature':'c2lnbmVk'}";
  private static final String START = event("message_start", "'message':" + message("", "null"));

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;
  private static AnthropicClient client;
  private static AnthropicClient patient;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/messages")));
    client = client(0);
    patient = client(2);
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    patient.close();
    gateway.close();
    provider.close();
  }

  private static AnthropicClient client(int retries) {
    return AnthropicOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + gateway.port())
        .apiKey(Running.SUPPORT.text())
        .maxRetries(retries)
        .build();
  }

  private static MessageCreateParams.Builder ask(String text) {
    return MessageCreateParams.builder().model("claude-x").maxTokens(99).addUserMessage(text);
  }

  private static Message create() {
    return client.messages().create(ask("hi").build());
  }

  /// A message whose blocks are given; quotes are single.
  private static String message(String blocks, String stop) {
    return "{'id':'msg_1','type':'message','role':'assistant','model':'claude-x','content':["
        + blocks
        + "],'stop_reason':"
        + stop
        + ",'stop_sequence':null,'usage':{'input_tokens':3,'output_tokens':5}}";
  }

  private static void answer(String blocks) {
    provider.answer(json(200, message(blocks, "'end_turn'").replace('\'', '"')));
  }

  private static String text(String text) {
    return "{'type':'text','text':'" + text + "'}";
  }

  private static void fail(int status, String type) {
    String error = "{'type':'error','error':{'type':'" + type + "','message':'slowly'}}";
    provider.answer(json(status, error.replace('\'', '"'), "retry-after: 0"));
  }

  private static void collect(List<RawMessageStreamEvent> events) {
    try (var stream = client.messages().createStreaming(ask("hi").build())) {
      stream.stream().forEach(events::add);
    }
  }

  private static String texts(List<RawMessageStreamEvent> events) {
    return events.stream()
        .flatMap(event -> event.contentBlockDelta().stream())
        .flatMap(delta -> delta.delta().text().stream())
        .map(delta -> delta.text())
        .collect(Collectors.joining());
  }

  /// The rule, or a word of the product, which the SDK has no name for.
  private static void assertCode(AnthropicServiceException raised, String code) {
    assertThat(raised.body().toString()).contains("code=" + code + ",");
  }

  @Test
  void a_question_is_answered_with_its_address_masked() {
    answer(text("ask " + ADDRESS));

    assertThat(create().content().getFirst().asText().text())
        .isEqualTo("ask [redacted:personal.email]");
  }

  @Test
  void a_stream_arrives_whole_with_its_address_masked() {
    provider.answer(
        STREAM, START + TEXT + said("ask jane.d"), said("oe@example.com"), CLOSE + STOP + END);
    var events = new ArrayList<RawMessageStreamEvent>();
    var whole = MessageAccumulator.create();

    collect(events);
    events.forEach(whole::accumulate);

    assertThat(texts(events)).isEqualTo("ask [redacted:personal.email]");
    assertThat(events.getLast().isMessageStop()).isTrue();
    assertThat(whole.message().content().getFirst().asText().text()).isEqualTo(texts(events));
  }

  @Test
  void a_stream_with_a_key_is_cut_and_the_sdk_raises() {
    provider.answer(
        STREAM, START + TEXT + said("it is "), said(SECRET), said(" or so"), CLOSE + STOP + END);
    var events = new ArrayList<RawMessageStreamEvent>();

    var cut = catchThrowableOfType(SseException.class, () -> collect(events));

    assertThat("it is ").startsWith(texts(events));
    assertThat(cut).hasMessageContaining("the answer holds a credential");
    assertThat(cut.type()).contains(ErrorType.PERMISSION_ERROR);
    assertCode(cut, "no-credentials-in-answers");
  }

  @Test
  void a_stream_that_the_provider_drops_raises() {
    provider.answerAndHangUp(STREAM + START + TEXT + said("it is "));

    assertThatThrownBy(() -> collect(new ArrayList<>())).isInstanceOf(AnthropicException.class);
  }

  @Test
  void a_tool_call_arrives_only_where_a_rule_permits_it() {
    answer(call("lookup_order", "{}"));
    answer(call("issue_refund", "{}"));

    assertThat(create().content().getFirst().asToolUse().name()).isEqualTo("lookup_order");
    var refused = catchThrowableOfType(PermissionDeniedException.class, () -> create());
    assertCode(refused, "probity/default");
  }

  @Test
  void a_streamed_tool_call_arrives_with_all_its_fragments() {
    String opened =
        event("content_block_start", "'index':0,'content_block':" + call("lookup_order", "{}"));
    provider.answer(
        STREAM, START + opened + fragment("{\\\"a\\\""), fragment(":1}"), CLOSE + STOP + END);
    var events = new ArrayList<RawMessageStreamEvent>();
    var whole = MessageAccumulator.create();

    collect(events);
    events.forEach(whole::accumulate);

    var call = whole.message().content().getFirst().asToolUse();
    assertThat(call.name()).isEqualTo("lookup_order");
    assertThat(call._input()).isEqualTo(JsonValue.from(Map.of("a", 1)));
  }

  private static String fragment(String json) {
    return add("{'type':'input_json_delta','partial_json':'" + json + "'}");
  }

  @Test
  void a_streamed_tool_call_that_no_rule_permits_does_not_arrive() {
    String opened =
        event("content_block_start", "'index':0,'content_block':" + call("issue_refund", "{}"));
    provider.answer(STREAM, START + opened + CLOSE + STOP + END);
    var events = new ArrayList<RawMessageStreamEvent>();

    assertThatThrownBy(() -> collect(events)).isInstanceOf(SseException.class);

    assertThat(events).noneMatch(event -> event.contentBlockStart().isPresent());
  }

  @Test
  void a_thought_goes_back_unchanged_beside_what_is_masked() {
    answer(THOUGHT + "," + text("hello"));
    answer(text("bye"));

    var first = create();
    client.messages().create(ask("hi").addMessage(first).addUserMessage(ADDRESS).build());

    assertThat(first.content().getFirst().asThinking().signature()).isEqualTo("c2lnbmVk");
    assertThat(provider.requests().getLast())
        .contains("\"signature\":\"c2lnbmVk\"", "\"thinking\":\"hm\"", "[redacted:personal.email]")
        .doesNotContain("jane");
  }

  @Test
  void a_thought_that_would_have_to_be_masked_cuts_the_answer() {
    answer(THOUGHT.replace("hm", ADDRESS));

    var cut = catchThrowableOfType(PermissionDeniedException.class, () -> create());

    assertCode(cut, "unmaskable");
    assertThat(cut.body().toString()).doesNotContain("jane");
  }

  @Test
  void a_refusal_is_the_sdks_own_error_and_is_not_retried() {
    int before = provider.requests().size();

    var refused =
        catchThrowableOfType(
            PermissionDeniedException.class,
            () -> patient.messages().create(ask("hi").model("another").build()));

    assertThat(refused.type()).contains(ErrorType.PERMISSION_ERROR);
    assertCode(refused, "probity/default");
    assertThat(refused)
        .hasMessageContaining(refused.headers().values("x-probity-record").getFirst());
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void a_provider_that_limits_or_is_overloaded_is_asked_again_and_then_raises() {
    int before = provider.requests().size();
    for (int i = 0; i < 3; i++) fail(429, "rate_limit_error");
    for (int i = 0; i < 3; i++) fail(529, "overloaded_error");

    assertThatThrownBy(() -> patient.messages().create(ask("hi").build()))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("slowly");
    assertThatThrownBy(() -> patient.messages().create(ask("hi").build()))
        .isInstanceOf(OverloadedException.class);

    assertThat(provider.requests()).hasSize(before + 6);
  }

  @Test
  void tokens_are_counted_of_what_is_left_when_it_is_masked() {
    provider.answer(json(200, "{\"input_tokens\":14}"));

    var counted =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model("claude-x")
                    .addUserMessage(ADDRESS)
                    .build());

    assertThat(counted.inputTokens()).isEqualTo(14);
    assertThat(provider.requests().getLast()).doesNotContain("jane");
  }
}
