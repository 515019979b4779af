package probity.wire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.Offers;
import probity.wire.Refused;
import probity.wire.RequestHead;
import probity.wire.Seeds;
import probity.wire.Texts;

/// Messages of MCP: what is read of them, what headers have to agree with, and what is told in
/// their place.
class McpTest {
  private static final Mcp MCP = new Mcp();
  private static final Refused REFUSED = new Refused(403, "no", "probity_refusal", "a-rule");

  private static Prompt read(String body, Map<String, String> headers) {
    Function<String, Optional<String>> header = name -> Optional.ofNullable(headers.get(name));
    return MCP.request(new RequestHead("POST", "/mcp", header), Bytes.utf8(body));
  }

  private static Prompt.Read asked(String body) {
    assertThat(read(body, Map.of())).isInstanceOf(Prompt.Read.class);
    return (Prompt.Read) read(body, Map.of());
  }

  private static Answer.Read answered(String body) {
    var answer = MCP.answer(asked(call("a", "{}")), Bytes.utf8(body));
    assertThat(answer).isInstanceOf(Answer.Read.class);
    return (Answer.Read) answer;
  }

  static String call(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + "}}";
  }

  static String result(String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}";
  }

  private static List<String> places(Bytes body, List<Place> places) {
    return places.stream()
        .map(place -> place.kind() + " " + place.pointer() + " " + Texts.text(body, place))
        .toList();
  }

  @Test
  void a_tool_call_of_a_request_is_read_with_its_arguments() {
    var prompt = asked(call("refund", "{\"to\":\"ann\",\"sum\":5000}"));

    assertThat(prompt.tools()).containsExactly("refund");
    assertThat(prompt.calls()).hasSize(1);
    var call = prompt.calls().getFirst();
    assertThat(call.whole()).isEqualTo("{\"to\":\"ann\",\"sum\":5000}");
    assertThat(call.places().stream().map(i -> prompt.places().get(i)))
        .extracting(place -> Texts.text(prompt.body(), place))
        .containsExactly("to", "ann", "sum");
  }

  @Test
  void the_order_of_members_makes_no_difference() {
    var prompt =
        asked(
            "{\"params\":{\"arguments\":{\"a\":1},\"name\":\"t\"},\"method\":\"tools/call\",\"id\":\"x\",\"jsonrpc\":\"2.0\"}");

    assertThat(prompt.calls()).containsExactly(new Prompt.ToolCall("t", List.of(0), "{\"a\":1}"));
  }

  @Test
  void escapes_hide_nothing_from_who_looks_at_the_arguments_as_json() {
    var prompt = asked(call("t", "{\"\\u0073um\":5000,\"q\":\"a\\u0022b\\/c\\n\\ud83d\\ude00\"}"));

    assertThat(prompt.calls().getFirst().whole())
        .isEqualTo("{\"sum\":5000,\"q\":\"a\\u0022b/c\\n\ud83d\ude00\"}");
  }

  @Test
  void every_call_of_a_batch_is_read() {
    var prompt = asked("[" + call("a", "{}") + "," + call("b", "{\"x\":\"y\"}") + "]");

    assertThat(prompt.calls()).extracting(Prompt.ToolCall::name).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"arguments\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":5}}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":[\"a\"]}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"}",
        "{\"id\":7,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":7}",
        "[]",
        "[[]]",
        "[7]",
        "7",
        "\"ping\""
      })
  void another_shape_is_not_read(String body) {
    assertThat(read(body, Map.of()))
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            prompt -> assertThat(prompt.fault()).isEqualTo(BodyFault.WRONG_SHAPE));
  }

  @Test
  void a_member_that_stands_there_twice_is_not_read() {
    var body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}";

    assertThat(read(body, Map.of()))
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            prompt -> assertThat(prompt.fault()).isEqualTo(BodyFault.DUPLICATE_KEY));
  }

  @Test
  void an_unknown_method_is_kept_and_said() {
    var prompt =
        asked("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x/y\",\"params\":{\"z\":\"text\"}}");

    assertThat(prompt.coverage().notRead()).containsExactly(Map.entry("unknown-method", 1));
    assertThat(places(prompt.body(), prompt.places())).contains("OTHER /params/* text");
  }

  // -------------------------------------------------------------------- headers

  private static String modern(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
        + method
        + "\",\"params\":{"
        + params
        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";
  }

  private static Map<String, String> headers(String... pairs) {
    var headers = new TreeMap<>(Map.of("mcp-protocol-version", "2026-07-28"));
    for (int i = 0; i < pairs.length; i += 2) headers.put(pairs[i], pairs[i + 1]);
    return headers;
  }

  @Test
  void since_2026_headers_repeat_method_and_name() {
    var call = modern("tools/call", "\"name\":\"a\",");

    assertThat(read(call, headers("mcp-method", "tools/call", "mcp-name", "a")))
        .isInstanceOf(Prompt.Read.class);
    assertThat(read(modern("tools/list", ""), headers("mcp-method", "tools/list")))
        .isInstanceOf(Prompt.Read.class);
  }

  @Test
  void a_name_that_no_header_can_hold_comes_in_base64() {
    var call = modern("tools/call", "\"name\":\"Stra\u00dfe\",");

    assertThat(
            read(call, headers("mcp-method", "tools/call", "mcp-name", "=?base64?U3RyYcOfZQ==?=")))
        .isInstanceOf(Prompt.Read.class);
    assertMismatch(read(call, headers("mcp-method", "tools/call", "mcp-name", "Stra\u00dfe")));
  }

  private static void assertMismatch(Prompt prompt) {
    assertThat(prompt)
        .isInstanceOfSatisfying(
            Prompt.Unreadable.class,
            unread -> assertThat(unread.fault()).isEqualTo(BodyFault.HEADER_MISMATCH));
    assertThat(MCP.errors(prompt).status(new Refused(400, "", "probity_refusal", "")))
        .isEqualTo(400);
    assertThat(MCP.errors(prompt).body(new Refused(400, "", "probity_refusal", "")).utf8())
        .contains("\"code\":-32020", "\"id\":7");
  }

  @ParameterizedTest
  @CsvSource({
    "tools/call, '', ''",
    "tools/call, tools/call, ''",
    "tools/call, tools/call, b",
    "tools/call, tools/call, A",
    "tools/call, tools/list, a",
    "tools/call, '', a",
    "tools/call, tools/call, =?base64?YQ?=",
    "tools/call, tools/call, =?base64?YR==?=",
    "prompts/get, prompts/get, ''",
    "tools/list, tools/list, c"
  })
  void since_2026_a_header_that_is_missing_or_differs_is_refused(
      String method, String inHeader, String name) {
    var headers = headers();
    if (!inHeader.isEmpty()) headers.put("mcp-method", inHeader);
    if (!name.isEmpty()) headers.put("mcp-name", name);

    assertMismatch(read(modern(method, "\"name\":\"a\","), headers));
  }

  @Test
  void the_revision_of_the_header_is_that_of_the_body() {
    var list = modern("tools/list", "");

    assertMismatch(read(list, Map.of("mcp-method", "tools/list")));
    assertMismatch(
        read(list, Map.of("mcp-method", "tools/list", "mcp-protocol-version", "2025-11-25")));
    assertMismatch(
        read(list, Map.of("mcp-method", "tools/list", "mcp-protocol-version", "2027-01-01")));
    assertMismatch(
        read(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}",
            headers("mcp-method", "tools/list")));
  }

  @Test
  void before_2026_headers_may_be_missing_but_not_differ() {
    var session = Map.of("mcp-protocol-version", "2025-11-25");

    assertThat(read(call("a", "{}"), session)).isInstanceOf(Prompt.Read.class);
    assertMismatch(read(call("a", "{}"), Map.of("mcp-method", "tools/list")));
    assertMismatch(read(call("a", "{}"), Map.of("mcp-name", "b")));
  }

  @ParameterizedTest
  @CsvSource({"'', true", "2025-03-26, true", "2025-06-18, false", "2026-07-28, false"})
  void only_the_first_revisions_have_batches(String version, boolean read) {
    var headers =
        version.isEmpty() ? Map.<String, String>of() : Map.of("mcp-protocol-version", version);

    assertThat(read("[" + call("a", "{}") + "]", headers) instanceof Prompt.Read).isEqualTo(read);
  }

  @Test
  void a_batch_answers_to_no_header_of_one_message() {
    var batch = "[" + call("a", "{}") + "]";

    assertThat(read(batch, Map.of("mcp-method", "tools/call")))
        .isInstanceOf(Prompt.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 2025-11-25, '', true",
    "DELETE, 2025-11-25, '', true",
    "GET, 2026-07-28, '', false",
    "DELETE, 2026-07-28, '', false",
    "GET, 2025-11-25, {}, false"
  })
  void a_stream_and_the_end_of_a_session_have_no_body(
      String method, String version, String body, boolean read) {
    var head = new RequestHead(method, "/mcp", name -> Optional.of(version));

    assertThat(MCP.request(head, Bytes.utf8(body)) instanceof Prompt.Opaque).isEqualTo(read);
  }

  // -------------------------------------------------------------------- answers

  @Test
  void descriptions_of_tools_and_what_they_answer_are_read_for_what_they_are() {
    var offered =
        answered(
            result(
                "{\"tools\":[{\"name\":\"a\",\"description\":\"d\",\"inputSchema\":{\"properties\":{\"p\":{\"description\":\"e\"}}}}]}"));
    var called =
        answered(
            result(
                "{\"isError\":true,\"structuredContent\":{\"k\":\"s\"},\"content\":[{\"type\":\"text\",\"text\":\"t\"},{\"type\":\"resource\",\"resource\":{\"uri\":\"u\",\"text\":\"r\"}},{\"type\":\"resource_link\",\"uri\":\"l\",\"name\":\"n\"}]}"));

    assertThat(places(offered.body(), offered.places()))
        .contains(
            "TOOL_DESCRIPTION /result/tools/0/description d",
            "TOOL_DESCRIPTION /result/tools/0/inputSchema/properties/*/description e");
    assertThat(places(called.body(), called.places()))
        .contains(
            "TOOL_RESULT /result/structuredContent/* s",
            "TOOL_RESULT /result/content/0/text t",
            "TOOL_RESULT /result/content/1/resource/text r",
            "TOOL_RESULT /result/content/2/name n");
    assertThat(called.coverage().notRead()).containsExactly(Map.entry("stored-reference", 1));
  }

  @Test
  void what_is_no_text_is_said() {
    var answer =
        answered(
            result(
                "{\"content\":[{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"},{\"type\":\"audio\",\"data\":\"AAAA\"},{\"type\":\"hologram\",\"data\":\"text\"},{\"type\":\"resource\",\"resource\":{\"blob\":\"AAAA\",\"mimeType\":\"video/mp4\"}}],\"contents\":[{\"uri\":\"u\",\"blob\":\"AAAA\"}]}"));

    assertThat(answer.coverage().notRead())
        .containsExactly(
            Map.entry("audio", 1),
            Map.entry("file", 1),
            Map.entry("image", 1),
            Map.entry("unknown-part", 1),
            Map.entry("video", 1));
    assertThat(places(answer.body(), answer.places()))
        .contains("TOOL_RESULT /result/content/2/data text")
        .noneMatch(place -> place.endsWith("AAAA"));
  }

  @Test
  void texts_of_resources_prompts_instructions_and_requests_of_servers_are_read() {
    assertThat(
            places(
                answered(
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"contents\":[{\"uri\":\"u\",\"text\":\"c\"}]}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"messages\":[{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"m\"}}]}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"instructions\":\"i\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"sampling/createMessage\",\"params\":{\"systemPrompt\":\"y\",\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"q\"}}]}},"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":{\"x\":\"g\"}}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"inputRequests\":{\"k\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"w\"}}}}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":6,\"error\":{\"code\":1,\"message\":\"z\"}}]")))
        .contains(
            "TOOL_RESULT /0/result/contents/0/text c",
            "ASSISTANT /1/result/messages/0/content/text m",
            "SYSTEM /2/result/instructions i",
            "SYSTEM /3/params/systemPrompt y",
            "USER /3/params/messages/0/content/text q",
            "TOOL_RESULT /4/params/data/* g",
            "TOOL_RESULT /5/result/inputRequests/*/params/message w",
            "TOOL_RESULT /6/error/message z");
  }

  private static List<String> places(Answer.Read read) {
    return places(read.body(), read.places());
  }

  @Test
  void what_a_client_answers_a_server_is_read() {
    var sampled =
        asked(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":{\"type\":\"text\",\"text\":\"a\"},\"role\":\"assistant\",\"model\":\"m\"}}");
    var elicited =
        asked(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"action\":\"accept\",\"content\":{\"data\":\"typed\"}}}");

    assertThat(places(sampled.body(), sampled.places()))
        .contains("ASSISTANT /result/content/text a");
    assertThat(places(elicited.body(), elicited.places()))
        .contains("USER /result/content/data typed");
  }

  @Test
  void an_acknowledgement_has_no_body() {
    assertThat(answered("").places()).isEmpty();
  }

  @Test
  void an_answer_that_is_no_message_is_not_read() {
    for (String body : List.of("{}", "{\"tools\":[]}", "{\"jsonrpc\":\"2.0\",\"id\":1}", "1")) {
      assertThat(MCP.answer(asked(call("a", "{}")), Bytes.utf8(body)))
          .isInstanceOf(Answer.Unreadable.class);
    }
  }

  // ----------------------------------------------------------------- tools on offer

  private static String without(String body, String... kept) {
    var read = answered(body);
    var cut = Offers.of(read.offers(), List.of(kept)::contains);
    return read.altered(List.of(), List.of(), List.of(), cut.ranges()).utf8();
  }

  @Test
  void a_list_goes_on_without_some_of_its_tools_and_with_its_commas_right() {
    var names = List.of("a", "b", "c", "d");
    var list =
        result(
            "{\"tools\":[ {\"name\":\"a\"} ,{\"name\":\"b\"}, {\"name\":\"c\"} , {\"name\":\"d\"} ],\"x\":1}");
    for (int mask = 0; mask < 16; mask++) {
      int set = mask;
      var kept =
          IntStream.range(0, 4).filter(i -> (set >> i & 1) == 1).mapToObj(names::get).toList();

      var left = without(list, kept.toArray(String[]::new));

      assertThat(answered(left).offers().getFirst().tools())
          .extracting(Offers.Tool::name)
          .containsExactlyElementsOf(kept);
      assertThat(left).endsWith(",\"x\":1}}");
    }
  }

  @Test
  void a_list_that_keeps_all_its_tools_stays_as_it_came() {
    var list = result("{\"tools\":[ {\"name\":\"a\"} ]}");

    assertThat(without(list, "a")).isEqualTo(list);
  }

  @Test
  void a_tool_without_a_name_is_one_that_nobody_declares() {
    assertThat(without(result("{\"tools\":[7,{\"title\":\"a\"},{\"name\":\"a\"}]}"), "a"))
        .isEqualTo(result("{\"tools\":[{\"name\":\"a\"}]}"));
  }

  // -------------------------------------------------------------------- errors

  @Test
  void a_refusal_answers_the_request_with_its_id() {
    var form = MCP.errors(asked(call("a", "{}").replace("7", "\"x\\u0079\"")));

    assertThat(form.status(REFUSED)).isEqualTo(200);
    assertThat(form.body(REFUSED).utf8())
        .isEqualTo(
            "{\"error\":{\"code\":-32010,\"data\":{\"code\":\"a-rule\",\"type\":\"probity_refusal\"},\"message\":\"no\"},\"id\":\"x\\u0079\",\"jsonrpc\":\"2.0\"}");
  }

  @Test
  void a_refusal_of_a_batch_answers_each_request_in_it() {
    var notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    var batch =
        "[" + call("a", "{}") + "," + notification + "," + call("b", "{}").replace("7", "8") + "]";

    assertThat(MCP.errors(asked(batch)).body(REFUSED).utf8())
        .startsWith("[{")
        .contains("\"id\":7", "\"id\":8")
        .endsWith("}]");
  }

  @Test
  void what_has_no_id_is_refused_by_the_status_of_http() {
    var form = MCP.errors(asked("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));

    assertThat(form.status(REFUSED)).isEqualTo(403);
    assertThat(form.body(REFUSED).utf8()).contains("\"id\":null");
    assertThat(MCP.errors(asked(call("a", "{}"))).status(new Refused(429, "", "probity_limit", "")))
        .isEqualTo(429);
  }

  @Test
  void no_bytes_make_it_fail_in_another_way_than_by_saying_so() {
    var bodies =
        List.of(
            call("a", "{\"x\":[1,{\"y\":\"z\\u0041\"}]}"),
            "[" + call("a", "{}") + "]",
            result(
                "{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"content\":[{\"type\":\"image\",\"data\":\"A\"}]}"));
    Seeds.check(
        2000,
        random -> {
          byte[] bytes = Bytes.utf8(bodies.get(random.nextInt(bodies.size()))).array().clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                (byte) "{}[]\",:\\u07ntf ".charAt(random.nextInt(15));
          }
          var prompt = read(Bytes.wrap(bytes).utf8(), Map.of());
          MCP.errors(prompt).body(REFUSED);
          if (MCP.answer(prompt, Bytes.wrap(bytes)) instanceof Answer.Read read) {
            var cut = Offers.of(read.offers(), "a"::equals);
            var left = read.altered(List.of(), List.of(), List.of(), cut.ranges());
            assertThat(MCP.answer(prompt, left)).isInstanceOf(Answer.Read.class);
          }
        });
  }
}
