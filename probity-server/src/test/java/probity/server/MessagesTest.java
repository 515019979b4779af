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
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Json;

/// The Messages API and its count of tokens at the running gateway.
class MessagesTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

  private static final String ADDRESS = "jane.doe@example.com";
  private static final String START =
      event("message_start", "'message':{'id':'msg_1','role':'assistant','content':[]}");
  static final String TEXT =
      event("content_block_start", "'index':0,'content_block':{'type':'text','text':''}");
  static final String CLOSE = event("content_block_stop", "'index':0");
  static final String STOP =
      event("message_delta", "'delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':7}")
          + event("message_stop", "'x':1");

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
                .with(Path.of("src/test/resources/e2e/messages")));
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  /// A request whose messages are given; quotes are single, `members` follow.
  private static String question(String messages, String members) {
    return ("{'model':'claude-x','max_tokens':99,'messages':[" + messages + "]" + members + "}")
        .replace('\'', '"');
  }

  private static String user(String content) {
    return "{'role':'user','content':'" + content + "'}";
  }

  private static Client.Reply ask(String messages, String members) throws IOException {
    return gateway.call(post("/v1/messages", question(messages, members)));
  }

  private static Client.Reply stream() throws IOException {
    return ask(user("hi"), ",'stream':true");
  }

  static String event(String type, String members) {
    return chunk(
        "event: "
            + type
            + "\ndata: {\"type\":\""
            + type
            + "\","
            + members.replace('\'', '"')
            + "}\n\n");
  }

  static String add(String delta) {
    return event("content_block_delta", "'index':0,'delta':" + delta);
  }

  static String said(String text) {
    return add("{'type':'text_delta','text':'" + text + "'}");
  }

  private static String answer(String blocks) {
    return json(
        200,
        ("{'content':["
                + blocks
                + "],'stop_reason':'end_turn','usage':{'input_tokens':3,"
                + "'cache_read_input_tokens':20,'output_tokens':5}}")
            .replace('\'', '"'));
  }

  static String call(String tool, String input) {
    return "{'type':'tool_use','id':'toolu_1','name':'" + tool + "','input':" + input + "}";
  }

  private static Json.Obj outcome(Client.Reply reply) {
    return gateway.entry("outcome", reply.record());
  }

  private static void assertEnded(Client.Reply reply, String ending, String detail) {
    assertThat(outcome(reply).text("ending")).contains(ending);
    assertThat(outcome(reply).text("detail")).contains(detail);
  }

  /// The error of a reply, whose members have no order.
  private static Json.Obj body(Client.Reply reply) {
    return Json.parseCanonicalObject(reply.body()).orThrow();
  }

  private static String lastRequest() {
    return provider.requests().getLast();
  }

  @Test
  void an_answer_is_passed_on_as_it_came() throws Exception {
    provider.answer(answer("{'type':'text','text':'hello'}"));

    var reply = ask(user("hi"), "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("\"text\":\"hello\"");
    assertEnded(reply, "delivered", "");
    assertThat(outcome(reply).object("usage").orElseThrow().canonical())
        .isEqualTo("{\"completion\":5,\"prompt\":23,\"total\":28}");
  }

  @Test
  void the_key_may_stand_in_the_header_of_anthropics_sdks_and_the_version_goes_on()
      throws Exception {
    provider.answer(answer("{'type':'text','text':'hello'}"));
    String body = question(user("hi"), "");

    var reply =
        gateway.call(
            "POST /v1/messages HTTP/1.1\r\nHost: gateway\r\nx-api-key: "
                + Running.SUPPORT.text()
                + "\r\nanthropic-version: 2023-06-01\r\nanthropic-beta: files-api-2025-04-14\r\n"
                + "anthropic-beta: context-1m-2025-08-07\r\n"
                + "content-length: "
                + body.length()
                + "\r\n\r\n"
                + body);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(lastRequest().toLowerCase(Locale.ROOT))
        .contains(
            "anthropic-version: 2023-06-01",
            "anthropic-beta: files-api-2025-04-14",
            "anthropic-beta: context-1m-2025-08-07")
        .doesNotContain(Running.SUPPORT.text().toLowerCase(Locale.ROOT));
  }

  @Test
  void an_address_is_masked_in_request_and_answer() throws Exception {
    provider.answer(
        STREAM,
        START + TEXT + said("ask jane.d"),
        said("oe@example.com"),
        said(" please") + CLOSE + STOP + END);

    var reply =
        ask(
            "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':[{'type':"
                + "'text','text':'"
                + ADDRESS
                + "'}]}]}",
            ",'stream':true");

    assertThat(lastRequest()).contains("[redacted:personal.email]").doesNotContain("jane");
    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains("[redacted:personal.email]", " please", "message_stop")
        .doesNotContain("jane", "oe@");
    assertEnded(reply, "altered", "");
  }

  @Test
  void a_stream_with_a_key_ends_with_an_error_event() throws Exception {
    var _ =
        provider.answer(talk -> {
          talk.send(STREAM + START + TEXT + said("it is " + SECRET.substring(0, 9)));
          talk.send(said(SECRET.substring(9)) + said(" or so"));
          return talk.closedByGateway();
        });

    var reply = stream();

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains(
            "event: error\ndata: {\"error\":{\"code\":\"no-credentials-in-answers\"",
            "\"type\":\"permission_error\"},\"request_id\":\"" + reply.record() + "\"")
        .doesNotContain("sk-", "or so", "message_stop");
    assertEnded(reply, "cut", "");
  }

  @Test
  void a_refusal_has_the_shape_of_anthropics_errors() throws Exception {
    int before = provider.requests().size();

    var reply = ask(user("hi"), ",'mcp_servers':[{'type':'url','url':'https://e.com','name':'m'}]");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(body(reply).text("type")).contains("error");
    assertThat(body(reply).text("request_id")).contains(reply.record());
    assertThat(reply.error("type")).isEqualTo("permission_error");
    assertThat(reply.error("code")).isEqualTo("no-foreign-tools");
    assertThat(reply.error("message")).startsWith("the provider would run a tool itself");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void who_has_no_key_gets_an_error_of_authentication() throws Exception {
    var reply =
        gateway.call("POST /v1/messages HTTP/1.1\r\nHost: gateway\r\nContent-Length: 2\r\n\r\n{}");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.error("type")).isEqualTo("authentication_error");
    assertThat(reply.body()).contains("\"request_id\":null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'sum': 10}", "{}"})
  void a_tool_call_that_is_permitted_goes_on(String input) throws Exception {
    provider.answer(answer(call("lookup_order", input)));

    var reply = ask(user("hi"), "");

    assertThat(reply.body()).contains("lookup_order");
    assertEnded(reply, "delivered", "");
    assertThat(outcome(reply).number("tools_allowed")).contains(1L);
  }

  @Test
  void a_tool_call_is_decided_by_its_name() throws Exception {
    provider.answer(answer("{'type':'text','text':'well'}," + call("issue_refund", "{}")));

    var reply = ask(user("hi"), "");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("type")).isEqualTo("permission_error");
    assertThat(reply.body()).doesNotContain("well");
    assertEnded(reply, "cut", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'sum': 1000}", "{'s\\u0075m':1000}", "{'a':[{'sum':1000}]}"})
  void a_probe_sees_the_arguments_as_json_in_every_form_of_an_answer(String input)
      throws Exception {
    String spelled = input.replace('\'', '"');
    String opened =
        event("content_block_start", "'index':0,'content_block':" + call("lookup_order", "{}"));
    String whole =
        event("content_block_start", "'index':0,'content_block':" + call("lookup_order", input));
    String first =
        event("message_start", "'message':{'content':[" + call("lookup_order", spelled) + "]}");
    String piece = Json.of(spelled).canonical();
    String half = Json.of(spelled.substring(0, 6)).canonical();
    String rest = Json.of(spelled.substring(6)).canonical();
    String joined =
        add("{'type':'input_json_delta','partial_json':" + half + "}")
            + add("{'type':'input_json_delta','partial_json':" + rest + "}");

    for (String answer :
        new String[] {
          answer(call("lookup_order", spelled)),
          STREAM
              + START
              + opened
              + add("{'type':'input_json_delta','partial_json':" + piece + "}")
              + CLOSE
              + STOP
              + END,
          STREAM + START + opened + joined + CLOSE + STOP + END,
          STREAM + START + whole + CLOSE + STOP + END,
          STREAM + first + STOP + END
        }) {
      provider.answer(answer);

      var reply = ask(user("hi"), answer.startsWith(STREAM) ? ",'stream':true" : "");

      assertThat(reply.body()).as(answer).contains("no-large-sums").doesNotContain("lookup_order");
      assertEnded(reply, "cut", "");
    }
  }

  @Test
  void a_streamed_tool_call_waits_for_its_permit() throws Exception {
    String streamed =
        event("content_block_start", "'index':0,'content_block':" + call("issue_refund", "{}"))
            + add("{'type':'input_json_delta','partial_json':'{}'}");
    provider.answer(STREAM, START + streamed + CLOSE + STOP + END);

    var reply = stream();

    assertThat(reply.body()).doesNotContain("issue_refund").contains("event: error");
    assertEnded(reply, "cut", "");
  }

  private static String thought(String text) {
    return "{'role':'assistant','content':[{'type':'thinking','thinking':'"
        + text
        + "','signature':'abc'}]}";
  }

  @Test
  void a_request_is_refused_where_signed_text_would_have_to_be_masked() throws Exception {
    int before = provider.requests().size();

    var reply = ask(user("hi") + "," + thought("ask " + ADDRESS) + "," + user("and?"), "");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("unmaskable");
    assertThat(reply.error("type")).isEqualTo("permission_error");
    assertThat(provider.requests()).hasSize(before);
    assertEnded(reply, "refused", "unmaskable");
  }

  @Test
  void signed_text_with_nothing_in_it_goes_on_beside_what_is_masked() throws Exception {
    provider.answer(answer("{'type':'text','text':'hello'}"));

    var reply = ask(user(ADDRESS) + "," + thought("hm") + "," + user("and?"), "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(lastRequest())
        .contains("\"thinking\":\"hm\",\"signature\":\"abc\"", "[redacted:personal.email]");
  }

  @Test
  void an_answer_is_cut_where_signed_text_would_have_to_be_masked() throws Exception {
    String block = "{'type':'thinking','thinking':'ask " + ADDRESS + "','signature':'abc'}";
    provider.answer(answer(block));

    var reply = ask(user("hi"), "");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("unmaskable");
    assertThat(reply.body()).doesNotContain("jane");
    assertEnded(reply, "cut", "unmaskable");
  }

  @Test
  void a_stream_is_cut_where_signed_text_would_have_to_be_masked() throws Exception {
    provider.answer(
        STREAM,
        START
            + event(
                "content_block_start",
                "'index':0,'content_block':{'type':'thinking','thinking':'','signature':''}")
            + add("{'type':'thinking_delta','thinking':'ask jane.d'}"),
        add("{'type':'thinking_delta','thinking':'oe@example.com '}"),
        CLOSE + STOP + END);

    var reply = stream();

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body()).contains("event: error", "\"unmaskable\"").doesNotContain("jane");
    assertEnded(reply, "cut", "unmaskable");
  }

  @Test
  void a_notice_is_a_block_of_its_own_streamed_or_not() throws Exception {
    String block = "\"text\":\"Written by a machine.\"";
    provider.answer(answer("{'type':'text','text':'hello'}"));
    var whole = ask(user("hi"), ",'metadata':{'user_id':'u-1'}");
    provider.answer(STREAM, START + TEXT + said("hello") + CLOSE + STOP + END);
    var streamed = ask(user("hi"), ",'stream':true,'metadata':{'user_id':'u-1'}");

    assertThat(whole.body()).contains("{" + block + ",\"type\":\"text\"}]");
    assertThat(streamed.body())
        .containsSubsequence(
            "\"hello\"", "\"index\":1", block, "\"index\":1", "message_delta", "message_stop");
    assertEnded(whole, "altered", "");
    assertEnded(streamed, "altered", "");
  }

  @Test
  void a_failure_of_the_provider_goes_on_as_it_says_it() throws Exception {
    String error = event("error", "'error':{'type':'overloaded_error','message':'Overloaded'}");
    provider.answer(STREAM, START + error + END);

    var reply = stream();

    assertThat(reply.body()).contains("overloaded_error");
    assertEnded(reply, "upstream-failed", "upstream-error");
  }

  @Test
  void a_stream_without_its_last_event_is_broken_off() throws Exception {
    provider.answer(
        STREAM,
        START + TEXT + said("hi") + CLOSE + STOP.substring(0, STOP.indexOf("\n\n") + 4) + END);

    var reply = stream();

    assertThat(reply.whole()).isFalse();
    assertEnded(reply, "upstream-failed", "no-finish");
  }

  @Test
  void tokens_are_counted_and_what_is_sent_for_it_is_decided() throws Exception {
    provider.answer(json(200, "{\"input_tokens\":14}"));
    String path = "/v1/messages/count_tokens";
    var counted = gateway.call(post(path, question(user(ADDRESS), "")));
    var refused =
        gateway.call(
            post(
                path,
                question(
                    user("hi"), ",'tools':[{'type':'web_search_20250305','name':'web_search'}]")));

    assertThat(counted.body()).isEqualTo("{\"input_tokens\":14}");
    assertThat(lastRequest()).contains("[redacted:personal.email]").doesNotContain("jane");
    assertEnded(counted, "delivered", "");
    assertThat(outcome(counted).object("usage").orElseThrow().canonical())
        .isEqualTo("{\"completion\":0,\"prompt\":0,\"total\":0}");
    assertThat(refused.error("code")).isEqualTo("no-foreign-tools");
  }

  @Test
  void an_error_of_the_provider_goes_on() throws Exception {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}";
    provider.answer(json(429, error));

    var reply = ask(user("hi"), "");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.body()).isEqualTo(error);
  }
}
