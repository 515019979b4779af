package probity.wire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.classify.Detectors;
import probity.classify.Judge;
import probity.classify.Ruling;
import probity.classify.StreamInspection;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.Refused;
import probity.wire.RequestHead;

/// Streams of messages: each event inspected, lists of tools filtered, and complete once every
/// request has its answer.
class McpStreamTest {
  private static final Mcp MCP = new Mcp();
  private static final String SECRET = "ann@example.com";
  private static final String PROGRESS =
      event(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":0.5,\"message\":\"half\"}}");

  private static String event(String message) {
    return "event: message\ndata: " + message + "\n\n";
  }

  private static Prompt asked(String body) {
    return MCP.request(new RequestHead("POST", "/mcp", _ -> Optional.empty()), Bytes.utf8(body));
  }

  private static final Prompt CALL = asked(McpTest.call("a", "{}"));
  private static final Prompt GET = new Prompt.Opaque(Bytes.EMPTY, Coverage.NONE);

  /// Masks all that is found, and offers tool `a` alone.
  private static final class Masks implements Judge {
    @Override
    public Ruling rule(SortedMap<String, Integer> labels, SortedSet<String> uninspected) {
      return new Ruling.Redact(new TreeSet<>(labels.keySet()));
    }

    @Override
    public boolean offers(String tool) {
      return tool.equals("a");
    }
  }

  private static StreamInspection inspection(Prompt asked) {
    return new StreamInspection(
        MCP.stream(asked, "text/event-stream").orElseThrow(),
        Detectors.of(Detectors.known()),
        2000,
        1 << 20,
        new Masks());
  }

  private static String delivered(List<Effect> effects) {
    var out = new StringBuilder();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Release(var bytes) -> out.append(bytes.utf8());
        case Effect.Finish(var last) -> out.append(last.utf8());
        case Effect.Failed _,
            Effect.ToolCalled _,
            Effect.Cut _,
            Effect.Unmaskable _,
            Effect.TooLarge _,
            Effect.Broken _ ->
            out.append(effect);
      }
    }
    return out.toString();
  }

  private static List<Effect> whole(StreamInspection inspection, String stream) {
    var effects = new ArrayList<>(inspection.feed(Bytes.utf8(stream)));
    effects.addAll(inspection.end());
    return effects;
  }

  @Test
  void a_secret_is_masked_in_every_place_wherever_the_bytes_are_split() {
    var places =
        List.of(
            McpTest.result("{\"content\":[{\"type\":\"text\",\"text\":\"SECRET\"}]}"),
            McpTest.result("{\"structuredContent\":{\"k\":[\"SECRET\"]}}"),
            McpTest.result("{\"structuredContent\":{\"SECRET\":1}}"),
            McpTest.result("{\"contents\":[{\"uri\":\"u\",\"text\":\"SECRET\"}]}"),
            McpTest.result("{\"tools\":[{\"name\":\"a\",\"description\":\"SECRET\"}]}"),
            McpTest.result("{\"instructions\":\"SECRET\"}"),
            McpTest.result(
                "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"u\",\"name\":\"SECRET\"}]}"),
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":1,\"message\":\"SECRET\"}}");
    for (String place : places) {
      Bytes stream = Bytes.utf8(PROGRESS + event(place.replace("SECRET", SECRET)));
      for (int split = 0; split <= stream.length(); split++) {
        var inspection = inspection(CALL);
        var effects = new ArrayList<>(inspection.feed(part(stream, 0, split)));
        effects.addAll(inspection.feed(part(stream, split, stream.length())));

        assertThat(delivered(effects))
            .isEqualTo(PROGRESS + event(place.replace("SECRET", "[redacted:personal.email]")));
        assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
      }
    }
  }

  private static Bytes part(Bytes bytes, int from, int to) {
    return Bytes.wrap(Arrays.copyOfRange(bytes.array(), from, to));
  }

  @Test
  void a_list_in_a_stream_goes_on_without_the_tools_that_are_not_offered() {
    var inspection = inspection(asked(McpTest.call("a", "{}").replace("tools/call", "tools/list")));

    var effects =
        whole(
            inspection,
            event(
                McpTest.result(
                    "{\"tools\":[{\"name\":\"x\",\"description\":\""
                        + SECRET
                        + "\"},{\"name\":\"a\"},{\"name\":\"y\"}]}")));

    assertThat(delivered(effects))
        .isEqualTo(event(McpTest.result("{\"tools\":[{\"name\":\"a\"}]}")));
    assertThat(inspection.alterations()).isEqualTo(Map.of("tool-not-offered", 2));
  }

  @Test
  void a_list_over_many_lines_of_data_is_filtered_too() {
    var effects =
        whole(
            inspection(CALL),
            "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[\ndata: {\"name\":\"x\"},\ndata: {\"name\":\"a\"},\ndata: {\"name\":\"y\"}\ndata: ]}}\n\n");

    assertThat(delivered(effects)).contains("\"a\"").doesNotContain("\"x\"", "\"y\"");
    var framing = MCP.stream(CALL, "text/event-stream").orElseThrow().framing();
    var data = framing.feed(Bytes.utf8(delivered(effects))).getFirst().data();
    assertThat(MCP.answer(CALL, data)).isInstanceOf(Answer.Read.class);
  }

  @Test
  void progress_goes_on_at_once_and_the_answer_completes_the_stream() {
    var inspection = inspection(CALL);

    assertThat(delivered(inspection.feed(Bytes.utf8(PROGRESS)))).isEqualTo(PROGRESS);
    assertThat(inspection.feed(Bytes.utf8(event(McpTest.result("{}")))).getLast())
        .isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_stream_that_ends_without_the_answer_is_broken() {
    assertThat(whole(inspection(CALL), PROGRESS).getLast())
        .isEqualTo(new Effect.Broken("no-finish"));
  }

  @Test
  void a_stream_that_the_client_can_take_up_again_may_end() {
    var priming = "id: 5\ndata:\n\n";

    assertThat(delivered(whole(inspection(CALL), priming))).isEqualTo(priming);
    assertThat(whole(inspection(CALL), priming).getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_batch_is_complete_once_each_of_its_requests_has_an_answer() {
    var batch =
        asked(
            "[" + McpTest.call("a", "{}") + "," + McpTest.call("b", "{}").replace("7", "8") + "]");
    var first = event(McpTest.result("{}"));
    var second = event(McpTest.result("{}").replace("7", "8"));

    assertThat(whole(inspection(batch), first).getLast()).isEqualTo(new Effect.Broken("no-finish"));
    assertThat(delivered(whole(inspection(batch), second + first))).isEqualTo(second + first);
  }

  @Test
  void a_stream_that_a_get_opened_ends_when_it_ends() {
    var effects = whole(inspection(GET), PROGRESS);

    assertThat(delivered(effects)).isEqualTo(PROGRESS);
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void an_event_that_is_no_message_breaks_the_stream() {
    assertThat(whole(inspection(CALL), "data: hello\n\n").getLast())
        .isEqualTo(new Effect.Broken("not-json"));
    assertThat(whole(inspection(CALL), "data: {}\n\n").getLast())
        .isEqualTo(new Effect.Broken("wrong-shape"));
  }

  @Test
  void an_unknown_event_is_kept_and_said() {
    var inspection = inspection(CALL);
    var unknown = "event: weather\ndata: {\"to\":\"" + SECRET + "\"}\n\n";

    assertThat(delivered(inspection.feed(Bytes.utf8(unknown))))
        .contains("[redacted:personal.email]");
    assertThat(inspection.coverage().notRead()).isEqualTo(Map.of("unknown-event", 1));
  }

  @Test
  void a_cut_stream_ends_with_an_error_for_what_has_no_answer() {
    var refused = new Refused(403, "no", "probity_refusal", "r");

    assertThat(MCP.stream(CALL, "text/event-stream").orElseThrow().error(refused).utf8())
        .startsWith("event: message\ndata: {\"error\":{\"code\":-32010")
        .contains("\"id\":7")
        .endsWith("}\n\n");
    assertThat(MCP.stream(GET, "text/event-stream").orElseThrow().error(refused).utf8())
        .contains("notifications/message");
  }
}
