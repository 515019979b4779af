package probity.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.wire.Inspected.released;
import static probity.wire.Inspected.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.classify.Detectors;
import probity.classify.Judge;
import probity.classify.Ruling;
import probity.classify.StreamInspection;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Prompt;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Format.Said;
import probity.wire.Refused;
import probity.wire.Seeds;

class MessageStreamTest {
  private static final String SECRET = "jane.doe@example.com";
  private static final String MASK = "[redacted:personal.email]";
  private static final Judge REDACTS =
      (labels, _) -> new Ruling.Redact(new TreeSet<>(labels.keySet()));
  private static final Judge CUTS =
      (labels, _) -> labels.isEmpty() ? new Ruling.Pass() : new Ruling.Cut();

  private static final String START =
      event(
          "message_start",
          "'message':{'id':'msg_1','type':'message','role':'assistant','content':[],'model':'m',"
              + "'stop_reason':null,'usage':{'input_tokens':1,'cache_read_input_tokens':10,"
              + "'output_tokens':1}}");
  private static final String STOP =
      event(
              "message_delta",
              "'delta':{'stop_reason':'end_turn','stop_sequence':null},'usage':{'output_tokens':7}")
          + event("message_stop", "");
  private static final String TEXT = "{'type':'text','text':''}";

  private static Prompt.Read asked() {
    return new Prompt.Read(
        Bytes.EMPTY, Coverage.NONE, "m", true, 1, 0, List.of(), List.of(), Optional.empty());
  }

  private static AnswerStream stream() {
    return new AnthropicMessages().stream(asked(), "text/event-stream").orElseThrow();
  }

  private static StreamInspection inspection(Judge judge) {
    return inspection(stream(), judge);
  }

  private static StreamInspection inspection(AnswerStream stream, Judge judge) {
    return new StreamInspection(stream, Detectors.of(Detectors.known()), 2000, 1 << 20, judge);
  }

  /// An event; members in single quotes.
  private static String event(String type, String members) {
    return "event: "
        + type
        + "\ndata: {\"type\":\""
        + type
        + "\""
        + (members.isEmpty() ? "" : "," + members.replace('\'', '"'))
        + "}\n\n";
  }

  private static String open(int index, String block) {
    return event("content_block_start", "'index':" + index + ",'content_block':" + block);
  }

  private static String add(int index, String type, String member, String text) {
    return event(
        "content_block_delta",
        "'index':"
            + index
            + ",'delta':{'type':'"
            + type
            + "','"
            + member
            + "':'"
            + text.replace("\"", "\\\"")
            + "'}");
  }

  private static String say(int index, String text) {
    return add(index, "text_delta", "text", text);
  }

  private static String input(int index, String json) {
    return add(index, "input_json_delta", "partial_json", json);
  }

  private static String close(int index) {
    return event("content_block_stop", "'index':" + index);
  }

  private static String call(String input) {
    return "{'type':'tool_use','id':'toolu_1','name':'run','input':" + input + "}";
  }

  private static List<Effect.ToolCalled> called(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.ToolCalled.class::isInstance)
        .map(Effect.ToolCalled.class::cast)
        .toList();
  }

  private static final String WHOLE =
      event("ping", "")
          + START
          + open(0, "{'type':'thinking','thinking':'','signature':''}")
          + add(0, "thinking_delta", "thinking", "Hm")
          + add(0, "signature_delta", "signature", "DDDD")
          + close(0)
          + open(1, TEXT)
          + event("ping", "")
          + say(1, "Hel")
          + say(1, "lo")
          + event(
              "content_block_delta",
              "'index':1,'delta':{'type':'citations_delta','citation':{'type':'char_location',"
                  + "'cited_text':'hello','document_index':0}}")
          + close(1)
          + open(2, "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}")
          + input(2, "{\"query\":")
          + input(2, "\"cats\"}")
          + close(2)
          + open(3, call("{}"))
          + input(3, "")
          + input(3, "{\"q\":")
          + input(3, "1}")
          + close(3)
          + STOP;

  @Test
  void a_stream_goes_on_as_it_came() {
    var inspection = inspection(REDACTS);

    var effects = run(inspection, WHOLE);

    assertThat(released(effects)).isEqualTo(WHOLE);
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
    assertThat(inspection.usage()).isEqualTo(new Answer.Usage(11, 7, 18));
    assertThat(inspection.coverage().notRead())
        .isEqualTo(Map.of("encrypted", 1, "provider-tool", 1));
    assertThat(called(effects))
        .singleElement()
        .satisfies(called -> {
          assertThat(called.name()).isEqualTo("run");
          assertThat(called.arguments()).isEqualTo("{\"q\":1}");
        });
  }

  @Test
  void every_split_of_the_bytes_reads_the_same() {
    byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      var effects = run(inspection(REDACTS), WHOLE.substring(0, split), WHOLE.substring(split));

      assertThat(released(effects)).as("split at %s", split).isEqualTo(WHOLE);
    }
  }

  /// A text, by how a block of its kind begins and how its pieces come.
  private static String pieces(String kind, String... texts) {
    var out = new StringBuilder(START);
    out.append(
        open(
            0,
            switch (kind) {
              case "text" -> TEXT;
              case "server" -> "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}";
              case "call" -> call("{}");
              default -> "{'type':'dream'}";
            }));
    for (String text : texts) {
      out.append(
          switch (kind) {
            case "text" -> say(0, text);
            case "server", "call" -> input(0, text);
            default -> add(0, "dream_delta", "dream", text);
          });
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "server", "call", "unknown"})
  void a_secret_is_masked_in_its_pieces_wherever_it_is_split(String kind) {
    for (int split = 0; split <= SECRET.length(); split++) {
      var effects =
          run(
              inspection(REDACTS),
              pieces(kind, "to " + SECRET.substring(0, split), SECRET.substring(split) + " now")
                  + close(0)
                  + STOP);

      assertThat(released(effects))
          .contains(MASK, " now")
          .doesNotContain("jane", "doe", "@", "example", "ple.com");
      assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "server", "call", "unknown"})
  void nothing_of_a_secret_leaves_before_the_answer_is_cut(String kind) {
    for (int split = 0; split <= SECRET.length(); split++) {
      String whole =
          pieces(kind, "to " + SECRET.substring(0, split), SECRET.substring(split) + " now")
              + close(0)
              + STOP;
      var effects = run(inspection(CUTS), whole.split("(?<=\n\n)", -1));

      assertThat(released(effects)).doesNotContain("jane", "doe", "@", "example", "ple.com");
      assertThat(effects.getLast()).isInstanceOf(Effect.Cut.class);
    }
  }

  @Test
  void a_secret_is_masked_wherever_an_event_holds_it_whole() {
    for (String event :
        List.of(
            open(0, "{'type':'text','text':'" + SECRET + "'}") + close(0),
            open(0, "{'type':'dream','" + SECRET + "':1}") + close(0),
            open(0, call("{'to':['" + SECRET + "']}")) + close(0),
            open(
                    0,
                    "{'type':'web_search_tool_result','content':[{'type':'web_search_result',"
                        + "'title':'"
                        + SECRET
                        + "'}]}")
                + close(0),
            open(0, TEXT)
                + event(
                    "content_block_delta",
                    "'index':0,'delta':{'type':'citations_delta','citation':{'cited_text':'"
                        + SECRET
                        + "'}}")
                + close(0),
            event("dream", "'x':{'y':'" + SECRET + "'}"),
            event("ping", "'x':'" + SECRET + "'"),
            ": " + SECRET + "\n\n",
            event("message_delta", "'delta':{'stop_reason':null,'stop_sequence':'" + SECRET + "'}"),
            event("message_delta", "'delta':{'stop_reason':'" + SECRET + "'}"))) {
      var effects = run(inspection(REDACTS), START + event + STOP);

      assertThat(released(effects)).as(event).contains(MASK).doesNotContain("jane");
      assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
    }
  }

  @Test
  void a_tool_call_waits_until_it_is_allowed() {
    var inspection = inspection(REDACTS);
    String begun = open(0, call("{}")) + input(0, "{\"q\":") + input(0, "1}");

    var before = new ArrayList<>(inspection.feed(Bytes.utf8(START + begun)));
    assertThat(called(before)).isEmpty();
    before.addAll(inspection.feed(Bytes.utf8(close(0) + open(1, TEXT) + say(1, "and"))));

    assertThat(released(before)).isEqualTo(START);
    assertThat(called(before)).hasSize(1);
    assertThat(released(inspection.allowed(0))).startsWith(begun + close(0));
  }

  @Test
  void a_call_of_a_set_of_tools_goes_by_both_names() {
    String call = call("{}").replace("'run'", "'navigate','toolset_name':'browser'");

    var effects = run(inspection(REDACTS), START + open(0, call) + close(0) + STOP);

    assertThat(called(effects).getFirst().name()).isEqualTo("browser/navigate");
  }

  @Test
  void input_that_stands_in_the_first_event_is_the_tool_calls() {
    String opened = open(0, call("{'q':'\\u0073um','n':7}"));

    var effects = run(inspection(REDACTS), START + opened + close(0) + STOP);

    assertThat(called(effects).getFirst().arguments()).isEqualTo("{\"q\":\"sum\",\"n\":7}");
    assertThat(run(inspection(REDACTS), START + opened + input(0, "{}")).getLast())
        .isEqualTo(new Effect.Broken("wrong-shape"));
  }

  @Test
  void what_is_found_in_the_input_of_the_first_event_is_found_in_the_call() {
    var effects =
        run(inspection(REDACTS), START + open(0, call("{'to':'" + SECRET + "'}")) + close(0));

    assertThat(called(effects).getFirst().labels()).containsOnlyKeys("personal.email");
  }

  @Test
  void a_name_in_the_input_is_not_read_on_into_its_value() {
    String key = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

    var effects = run(inspection(CUTS), START + open(0, call("{'to':'" + key + "'}")) + close(0));

    assertThat(effects.getLast()).isInstanceOf(Effect.Cut.class);
    assertThat(released(effects)).doesNotContain("sk-");
  }

  @Test
  void a_tool_call_in_the_first_message_waits_too() {
    String start = START.replace("\"content\":[]", "\"content\":[" + call("{}") + "]");

    var effects = inspection(REDACTS).feed(Bytes.utf8(start.replace('\'', '"')));

    assertThat(released(effects)).isEmpty();
    assertThat(called(effects)).hasSize(1);
  }

  private static String thinking(String... pieces) {
    var out =
        new StringBuilder(START + open(0, "{'type':'thinking','thinking':'','signature':''}"));
    for (String piece : pieces) out.append(add(0, "thinking_delta", "thinking", piece));
    return out + close(0);
  }

  @Test
  void signed_text_is_never_masked_in_part() {
    for (int split = 0; split <= SECRET.length(); split++) {
      String stream = thinking("so " + SECRET.substring(0, split), SECRET.substring(split) + " ");

      var effects = run(inspection(REDACTS), stream.split("(?<=\n\n)", -1));

      assertThat(effects.getLast()).isEqualTo(new Effect.Unmaskable());
      assertThat(released(effects)).doesNotContain("jane", "doe", "@", "ple.com", MASK);
    }
  }

  @Test
  void signed_text_is_not_masked_where_the_same_was_masked_before() {
    String said = START + open(0, TEXT) + say(0, "ask " + SECRET + " ") + close(0);
    String thought =
        open(1, "{'type':'compaction','content':null}")
            + add(1, "compaction_delta", "content", "ask " + SECRET + " ");

    var effects = run(inspection(REDACTS), said, thought + close(1));

    assertThat(released(effects)).contains(MASK).doesNotContain("jane");
    assertThat(effects.getLast()).isEqualTo(new Effect.Unmaskable());
  }

  @Test
  void signed_text_goes_on_where_nothing_is_to_be_masked() {
    Judge passes = (_, _) -> new Ruling.Pass();

    var effects = run(inspection(passes), thinking("so ", SECRET) + STOP);

    assertThat(released(effects)).contains(SECRET);
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_failure_goes_on_and_a_tool_call_before_it_does_not() {
    String error = event("error", "'error':{'type':'overloaded_error','message':'Overloaded'}");
    String calling = START + open(0, call("{}")) + input(0, "{}");

    assertThat(run(inspection(REDACTS), START + error).getLast())
        .isEqualTo(new Effect.Failed(Bytes.utf8(error)));
    var effects = inspection(REDACTS).feed(Bytes.utf8(calling + error));
    assertThat(released(effects)).doesNotContain("tool_use");
    assertThat(effects).noneMatch(Effect.Finish.class::isInstance);
  }

  @Test
  void what_is_unknown_is_counted() {
    var inspection = inspection(REDACTS);

    run(
        inspection,
        START
            + event("dream", "'x':1")
            + open(0, TEXT)
            + add(0, "dream_delta", "x", "y")
            + close(0)
            + open(1, "{'type':'odd'}")
            + close(1)
            + STOP);

    assertThat(inspection.coverage().notRead())
        .isEqualTo(Map.of("unknown-event", 2, "unknown-part", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no object | data: []",
        "two types | event: ping; data: {'type':'message_stop'}",
        "a second message | data: {'type':'message_start','message':{'content':[]}}",
        "a block again | data: {'type':'content_block_start','index':0,'content_block':{'type':'text'}}",
        "a block too far | data: {'type':'content_block_start','index':2,'content_block':{'type':'text'}}",
        "a block without a position | data: {'type':'content_block_start','content_block':{'type':'text'}}",
        "a start without a block | data: {'type':'content_block_start','index':1}",
        "a block that never began | data: {'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'x'}}",
        "a delta without a delta | data: {'type':'content_block_delta','index':0}",
        "a text that is none | data: {'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':7}}",
        "an end of nothing | data: {'type':'content_block_stop','index':1}",
        "a position beyond all | data: {'type':'content_block_stop','index':4096}"
      })
  void an_event_that_does_not_fit_breaks_the_stream(String what, String event) {
    String lines = event.strip().replace("; ", "\n").replace('\'', '"') + "\n\n";

    assertThat(run(inspection(REDACTS), START + open(0, TEXT), lines).getLast())
        .as(what)
        .isEqualTo(new Effect.Broken("wrong-shape"));
  }

  @Test
  void nothing_belongs_to_a_block_that_has_ended_or_an_answer_that_has_stopped() {
    String closed = START + open(0, TEXT) + close(0);
    String stopped = closed + open(1, TEXT) + STOP.substring(0, STOP.indexOf("\n\n") + 2);

    for (String last :
        List.of(
            closed + say(0, "x"),
            closed + close(0),
            stopped + say(1, "x"),
            stopped + open(2, call("{}")),
            open(0, TEXT))) {
      assertThat(run(inspection(REDACTS), last).getLast())
          .as(last)
          .isEqualTo(new Effect.Broken("wrong-shape"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void a_stream_that_ends_before_its_last_event_is_not_complete(int events) {
    String[] all = (START + open(0, TEXT) + say(0, "Hi") + close(0) + STOP).split("(?<=\n\n)", -1);
    var inspection = inspection(REDACTS);
    inspection.feed(Bytes.utf8(String.join("", List.of(all).subList(0, events))));

    assertThat(inspection.end()).contains(new Effect.Broken("no-finish"));
  }

  @Test
  void a_notice_is_a_block_behind_the_others() {
    var stream = stream();
    var inspection = inspection(stream, REDACTS);
    inspection.endWith(
        () -> stream.notice("By a machine.", new AnswerStream.Stamp("01K", "m", 0)).bytes());
    String said = START + open(0, TEXT) + say(0, "Hi") + close(0);

    String out = released(run(inspection, said + STOP));

    String noticed = out.substring(said.length(), out.length() - STOP.length());
    assertThat(out).startsWith(said).endsWith(STOP);
    assertThat(noticed)
        .isEqualTo(
            "event: content_block_start\ndata:"
                + " {\"content_block\":{\"text\":\"\",\"type\":\"text\"},\"index\":1,"
                + "\"type\":\"content_block_start\"}\n\n"
                + "event: content_block_delta\ndata: {\"delta\":{\"text\":\"By a machine.\","
                + "\"type\":\"text_delta\"},\"index\":1,\"type\":\"content_block_delta\"}\n\n"
                + "event: content_block_stop\ndata:"
                + " {\"index\":1,\"type\":\"content_block_stop\"}\n\n");
    assertThat(released(run(inspection(REDACTS), out))).isEqualTo(out);
  }

  @Test
  void an_answer_without_text_bears_no_notice() {
    var stream = stream();
    run(inspection(stream, REDACTS), START + open(0, call("{}")) + close(0) + STOP);

    assertThat(stream.notice("x", new AnswerStream.Stamp("01K", "m", 0)))
        .isEqualTo(AnswerStream.Added.NOTHING);
  }

  @Test
  void an_error_is_an_event_of_its_name() {
    assertThat(stream().error(new Refused(403, "no", "probity_refusal", "rule", "01K")).utf8())
        .isEqualTo(
            "event: error\ndata: {\"error\":{\"code\":\"rule\",\"message\":\"no\","
                + "\"source\":\"probity_refusal\",\"type\":\"permission_error\"},"
                + "\"request_id\":\"01K\",\"type\":\"error\"}\n\n");
  }

  @Test
  void a_canned_stream_is_one_that_can_be_read() {
    var format = new AnthropicMessages();

    var said =
        run(inspection(CUTS), format.canned(asked(), new Said(SECRET, "", "")).body().utf8());
    var hello =
        run(inspection(CUTS), format.canned(asked(), new Said("hello you", "", "")).body().utf8());
    var called =
        run(
            inspection(CUTS),
            format.canned(asked(), new Said("", "run", "{\"a\":\"b\"}")).body().utf8());

    assertThat(said.getLast()).isInstanceOf(Effect.Cut.class);
    assertThat(hello.getLast()).isInstanceOf(Effect.Finish.class);
    assertThat(called(called).getFirst().arguments()).isEqualTo("{\"a\":\"b\"}");
    assertThat(called.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_broken_stream_never_throws() {
    byte[] whole = Bytes.utf8(WHOLE).array();
    Seeds.check(
        10_000,
        random -> {
          byte[] body = whole.clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            body[random.nextInt(body.length)] =
                (byte) "{}[]\",:\\u0123 dDtfn\n".charAt(random.nextInt(20));
          }
          var inspection = inspection(CUTS);
          inspection.feed(Bytes.wrap(body));
          inspection.end();
        });
  }
}
