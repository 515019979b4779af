package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.json;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Json;

/// A server of tools behind the gateway: every call decided and on record before it leaves, every
/// list without what would be refused.
class McpGatewayTest {
  private static final Path BUNDLE = Path.of("src/test/resources/e2e/mcp");

  @TempDir private static Path data;
  private static FakeProvider server;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    server = FakeProvider.start();
    var config =
        Running.config(
            data, server.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
    gateway =
        Running.start(
            new Config(
                config.listen(),
                config.data(),
                config.origin(),
                config.purpose(),
                BUNDLE,
                config.upstreams(),
                config.privateHosts(),
                config.callers(),
                config.limits(),
                config.timeouts(),
                config.masterKey(),
                config.sealEvery()));
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    server.close();
  }

  private static String message(String method, String params) {
    return "{\"id\":7,\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  private static String call(String tool, String arguments) {
    return message("tools/call", "{\"arguments\":" + arguments + ",\"name\":\"" + tool + "\"}");
  }

  private static String result(String result) {
    return "{\"id\":7,\"jsonrpc\":\"2.0\",\"result\":" + result + "}";
  }

  private static Client.Reply post(String body, String... headers) throws IOException {
    return gateway.call(Running.post("/mcp", body, headers));
  }

  private static List<String> steps(Client.Reply reply) {
    return gateway.traffic("step").stream()
        .filter(step -> step.text("exchange").equals(Optional.of(reply.record())))
        .map(step -> step.text("tool").orElse("") + " " + step.text("verdict").orElse(""))
        .toList();
  }

  private static String ending(Client.Reply reply) {
    return gateway.entry("outcome", reply.record()).text("ending").orElse("");
  }

  @Test
  void a_permitted_call_is_a_step_on_record_before_it_reaches_the_server() throws Exception {
    var recorded =
        server.answer(talk -> {
          var steps = OnDisk.lines(data, "\"step\":\"tool-call\"");
          talk.send(json(200, result("{\"content\":[]}")));
          return steps;
        });

    var reply = post(call("lookup_order", "{\"id\":1}"));

    assertThat(reply.body()).isEqualTo(result("{\"content\":[]}"));
    assertThat(steps(reply)).containsExactly("lookup_order permit");
    assertThat(recorded.get()).anyMatch(line -> line.contains(reply.record()));
    assertThat(ending(reply)).isEqualTo("delivered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop_tables", "undeclared", "LOOKUP_ORDER"})
  void a_refused_call_never_reaches_the_server(String tool) throws IOException {
    int before = server.requests().size();

    var reply = post(call(tool, "{}"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("\"code\":-32010", "\"id\":7");
    assertThat(steps(reply)).hasSize(1).allMatch(step -> step.endsWith(" refuse"));
    assertThat(ending(reply)).isEqualTo("refused");
    assertThat(gateway.entry("outcome", reply.record()).get("attempts")).contains(Json.of(0));
    assertThat(server.requests()).hasSize(before);
  }

  /// A string that repeats arguments is none of the call's: it may repeat what a pattern permits.
  @Test
  void a_string_in_the_arguments_is_not_asked_by_itself() throws IOException {
    server.answer(FakeProvider.json(200, result("{\"content\":[]}")));

    var reply = post(call("issue_refund", "{\"note\":\"{\\\"sum\\\":5000}\"}"));

    assertThat(steps(reply)).containsExactly("issue_refund permit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sum\":5000}",
        "{\"\\u0073um\" : 5000}",
        "{\"order\":{\"sum\":123456}}",
        "{\"card\":\"4111 1111 1111 1111\"}"
      })
  void arguments_decide_too(String arguments) throws IOException {
    int before = server.requests().size();

    var reply = post(call("issue_refund", arguments));

    assertThat(reply.body()).contains("\"code\":-32010");
    assertThat(steps(reply)).containsExactly("issue_refund refuse");
    assertThat(server.requests()).hasSize(before);
  }

  @Test
  void one_refused_call_keeps_a_whole_batch_from_the_server() throws IOException {
    int before = server.requests().size();

    var reply = post("[" + call("lookup_order", "{}") + "," + call("drop_tables", "{}") + "]");

    assertThat(reply.body()).startsWith("[{");
    assertThat(steps(reply)).containsExactly("lookup_order permit", "drop_tables refuse");
    assertThat(server.requests()).hasSize(before);
  }

  @Test
  void a_list_goes_on_without_the_tools_that_would_be_refused() throws IOException {
    server.answer(
        json(
            200,
            result(
                "{\"tools\":[{\"name\":\"drop_tables\"},{\"name\":\"lookup_order\"},{\"name\":\"other\"}, {\"name\":\"issue_refund\"}]}")));

    var reply = post(message("tools/list", "{}"));

    assertThat(reply.body())
        .isEqualTo(
            result("{\"tools\":[{\"name\":\"lookup_order\"}, {\"name\":\"issue_refund\"}]}"));
    assertThat(alterations(reply)).contains("{\"count\":2,\"label\":\"tool-not-offered\"}");
    assertThat(ending(reply)).isEqualTo("altered");
    assertThat(steps(reply)).isEmpty();
  }

  private static String alterations(Client.Reply reply) {
    return gateway.entry("outcome", reply.record()).get("alterations").orElseThrow().canonical();
  }

  @Test
  void a_list_in_a_stream_goes_on_without_them_too() throws IOException {
    server.answer(
        STREAM,
        chunk(
            "data: "
                + result("{\"tools\":[{\"name\":\"lookup_order\"},{\"name\":\"drop_tables\"}]}")
                + "\n\n"),
        END);

    var reply = post(message("tools/list", "{}"));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .isEqualTo("data: " + result("{\"tools\":[{\"name\":\"lookup_order\"}]}") + "\n\n");
    assertThat(alterations(reply)).contains("tool-not-offered");
  }

  @Test
  void what_a_tool_answers_is_masked_and_cut_like_an_answer() throws IOException {
    server.answer(
        json(200, result("{\"content\":[{\"text\":\"ann@example.com\",\"type\":\"text\"}]}")));
    assertThat(post(call("lookup_order", "{}")).body()).contains("[redacted:personal.email]");

    server.answer(
        STREAM,
        chunk(
            "data: "
                + result(
                    "{\"content\":[{\"text\":\"sk-proj-Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZg\",\"type\":\"text\"}]}")
                + "\n\n"),
        END);
    var cut = post(call("lookup_order", "{}"));
    assertThat(cut.body()).contains("\"code\":-32010", "\"id\":7").doesNotContain("Zm9v");
    assertThat(ending(cut)).isEqualTo("cut");
  }

  @Test
  void a_session_goes_both_ways_and_never_onto_the_record() throws IOException {
    server.answer(json(200, result("{}"), "Mcp-Session-Id: 1868a90c-SESSION"));
    var opened = post(message("initialize", "{\"protocolVersion\":\"2025-11-25\"}"));
    var session = opened.header("mcp-session-id");
    server.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");

    var noted =
        post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "Mcp-Session-Id: " + session,
            "Mcp-Protocol-Version: 2025-11-25");

    assertThat(session).isEqualTo("1868a90c-SESSION");
    assertThat(noted.status()).isEqualTo(202);
    assertThat(noted.body()).isEmpty();
    assertThat(server.requests().getLast().toLowerCase(Locale.ROOT))
        .contains("mcp-session-id: 1868a90c-session", "mcp-protocol-version: 2025-11-25");
    assertThat(OnDisk.lines(data, "1868a90c")).isEmpty();
    assertThat(ending(noted)).isEqualTo("delivered");
  }

  @Test
  void a_session_is_ended_by_a_delete() throws IOException {
    server.answer("HTTP/1.1 204 No Content\r\n\r\n");

    var reply = gateway.call(Running.head("DELETE", "/mcp", "Mcp-Session-Id: s") + "\r\n");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(server.requests().getLast()).startsWith("DELETE /mcp ");
  }

  @Test
  void a_stream_of_a_get_is_inspected_and_ends_with_the_server() throws IOException {
    var says =
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"ann@example.com\"}}\n\n";
    server.answer(STREAM, chunk(says), END);

    var reply = gateway.call(Running.head("GET", "/mcp", "Accept: text/event-stream") + "\r\n");

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .isEqualTo(says.replace("ann@example.com", "[redacted:personal.email]"));
    assertThat(ending(reply)).isEqualTo("altered");
  }

  @Test
  void the_head_of_a_silent_stream_reaches_the_client_and_leaving_ends_it() throws Exception {
    int before = gateway.traffic("outcome").size();
    var closed =
        server.answer(talk -> {
          talk.send(STREAM);
          return talk.closedByGateway();
        });

    try (var client = gateway.client()) {
      client.send(Running.head("GET", "/mcp", "Accept: text/event-stream") + "\r\n");
      assertThat(client.until("\r\n\r\n")).contains("text/event-stream");
      client.hangUp();
    }

    assertThat(closed.get()).isTrue();
    assertThat(gateway.outcomeAfter(before).text("ending")).contains("client-gone");
  }

  @Test
  void a_get_passes_only_where_the_route_lists_it() throws IOException {
    var reply = gateway.call(Running.head("GET", "/posts/mcp") + "\r\n");

    assertThat(reply.status()).isEqualTo(404);
  }

  @Test
  void headers_that_say_something_else_than_the_body_are_refused() throws IOException {
    int before = server.requests().size();

    var reply =
        post(
            call("lookup_order", "{}"),
            "Mcp-Protocol-Version: 2025-11-25",
            "Mcp-Method: tools/list");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("\"code\":-32020", "\"id\":7");
    assertThat(ending(reply)).isEqualTo("refused");
    assertThat(server.requests()).hasSize(before);
  }

  @Test
  void a_header_that_stands_there_twice_goes_no_further() throws IOException {
    server.answer(json(200, result("{}")));

    var _ = post(call("lookup_order", "{}"), "Mcp-Name: drop_tables", "Mcp-Name: lookup_order");

    assertThat(server.requests().getLast().toLowerCase(Locale.ROOT)).doesNotContain("mcp-name");
  }

  @Test
  void an_unknown_method_is_for_policy_to_decide() throws IOException {
    assertThat(post(message("x/y", "{}")).body()).contains("nothing-unknown");
  }

  @Test
  void an_answer_that_is_no_message_is_not_passed_on() throws IOException {
    server.answer(json(200, "{\"hello\":1}"));

    var reply = post(call("lookup_order", "{}"));

    assertThat(reply.body()).contains("wrong-shape").doesNotContain("hello");
    assertThat(ending(reply)).isEqualTo("cut");
  }
}
