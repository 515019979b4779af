package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.json;
import static probity.server.Running.post;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Responses API and embeddings at the running gateway.
class ResponsesTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

  private static final String CREATED =
      event("response.created", "\"response\":{\"id\":\"resp_1\",\"output\":[]}");

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

  private static Client.Reply ask(String members) throws IOException {
    return gateway.call(post("/v1/responses", "{\"model\":\"demo-small\"," + members + "}"));
  }

  private static String event(String type, String members) {
    return chunk(
        "event: "
            + type
            + "\ndata: {\"type\":\""
            + type
            + "\",\"sequence_number\":1,"
            + members
            + "}\n\n");
  }

  private static String said(String text) {
    return event("response.output_text.delta", "\"output_index\":0,\"delta\":\"" + text + "\"");
  }

  private static String completed(String output) {
    return event("response.completed", "\"response\":{\"output\":[" + output + "]}");
  }

  private static String message(String text) {
    return "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\""
        + text
        + "\"}]}";
  }

  private static void assertEnded(Client.Reply reply, String ending, String detail) {
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains(ending);
    assertThat(outcome.text("detail")).contains(detail);
  }

  @Test
  void an_address_is_masked_in_its_pieces_and_in_the_last_event() throws Exception {
    provider.answer(
        STREAM,
        CREATED + said("ask jane.d"),
        said("oe@example.com"),
        said(" please") + completed(message("ask jane.doe@example.com please")) + END);

    var reply = ask("\"input\":\"hi\",\"stream\":true");

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains("\"text\":\"ask [redacted:personal.email] please\"")
        .doesNotContain("jane", "oe@");
    assertEnded(reply, "altered", "");
  }

  @Test
  void a_stream_with_a_key_ends_as_a_failed_response() throws Exception {
    provider.answer(talk -> {
      talk.send(STREAM + CREATED + said("it is " + SECRET.substring(0, 9)));
      talk.send(said(SECRET.substring(9)) + said(" or so"));
      return talk.closedByGateway();
    });

    var reply = ask("\"input\":\"hi\",\"stream\":true");

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains("event: response.failed", "\"id\":\"resp_1\"", "no-credentials-in-answers")
        .doesNotContain("sk-", "or so", "response.completed");
    assertEnded(reply, "cut", "");
  }

  @Test
  void a_tool_call_that_stands_only_in_the_last_event_needs_a_permit() throws Exception {
    provider.answer(
        STREAM,
        CREATED
            + completed(
                "{\"type\":\"function_call\",\"name\":\"issue_refund\",\"arguments\":\"{}\"}")
            + END);

    var reply = ask("\"input\":\"hi\",\"stream\":true");

    assertThat(reply.body()).doesNotContain("issue_refund").contains("event: response.failed");
    assertEnded(reply, "cut", "");
  }

  @Test
  void a_stream_whose_end_says_something_else_is_broken_off() throws Exception {
    provider.answer(STREAM, CREATED + said("yes") + completed(message("no")) + END);

    var reply = ask("\"input\":\"hi\",\"stream\":true");

    assertThat(reply.whole()).isFalse();
    assertEnded(reply, "upstream-failed", "wrong-shape");
  }

  @Test
  void an_unknown_event_is_for_rules_to_judge() throws Exception {
    provider.answer(STREAM, CREATED + event("response.dream", "\"x\":1") + completed("") + END);

    var reply = ask("\"input\":\"hi\",\"stream\":true");

    assertThat(reply.body()).contains("nothing-odd-in-answers").doesNotContain("response.dream");
    assertEnded(reply, "cut", "");
  }

  @Test
  void a_failed_response_in_one_piece_is_passed_on() throws Exception {
    String body = "{\"status\":\"failed\",\"error\":{\"message\":\"overloaded\"},\"output\":[]}";
    provider.answer(json(200, body));

    var reply = ask("\"input\":\"hi\"");

    assertThat(reply.body()).isEqualTo(body);
    assertEnded(reply, "delivered", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"previous_response_id\":\"resp_1\"",
        "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]",
        "\"prompt\":{\"id\":\"pmpt_1\"}",
        "\"background\":true"
      })
  void what_is_not_in_the_request_is_for_rules_to_judge(String members) throws Exception {
    int before = provider.requests().size();

    var reply = ask(members);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("nothing-unseen");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void embeddings_are_passed_on_as_they_came() throws Exception {
    String body =
        "{\"data\":[{\"embedding\":\"AACAPw==\"}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
    provider.answer(json(200, body));

    var reply =
        gateway.call(post("/v1/embeddings", "{\"model\":\"demo-small\",\"input\":[\"hi\"]}"));

    assertThat(reply.body()).isEqualTo(body);
    assertEnded(reply, "delivered", "");
  }
}
