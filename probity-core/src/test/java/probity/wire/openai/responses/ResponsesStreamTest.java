package probity.wire.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.wire.Inspected.released;
import static probity.wire.Inspected.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

class ResponsesStreamTest {
  private static final String SECRET = "jane.doe@example.com";
  private static final String MASK = "[redacted:personal.email]";
  private static final Judge REDACTS =
      (labels, _) -> new Ruling.Redact(new TreeSet<>(labels.keySet()));
  private static final Judge CUTS =
      (labels, _) -> labels.isEmpty() ? new Ruling.Pass() : new Ruling.Cut();

  private static final String CREATED =
      event(
          "response.created",
          "'response':{'id':'resp_7','model':'m','status':'in_progress','output':[],'usage':null}");
  private static final String COMPLETED = completed("");

  private static AnswerStream stream() {
    var asked =
        new Prompt.Read(
            Bytes.EMPTY, Coverage.NONE, "m", true, 1, 0, List.of(), List.of(), Optional.empty());
    return new OpenAiResponses().stream(asked, "text/event-stream").orElseThrow();
  }

  private static StreamInspection inspection(Judge judge) {
    return new StreamInspection(stream(), Detectors.of(Detectors.known()), 2000, 1 << 20, judge);
  }

  /// An event; members in single quotes.
  private static String event(String type, String members) {
    return "event: "
        + type
        + "\ndata: {\"type\":\""
        + type
        + "\",\"sequence_number\":4,"
        + members.replace('\'', '"')
        + "}\n\n";
  }

  private static String completed(String output) {
    return event(
        "response.completed",
        "'response':{'id':'resp_7','status':'completed','output':["
            + output
            + "],'usage':{'input_tokens':1,'output_tokens':2,'total_tokens':3}}");
  }

  private static String delta(String type, String text) {
    return event(type + ".delta", "'output_index':0,'content_index':0,'delta':'" + text + "'");
  }

  private static String added(String item) {
    return event("response.output_item.added", "'output_index':0,'item':" + item);
  }

  private static String done(String item) {
    return event("response.output_item.done", "'output_index':0,'item':" + item);
  }

  private static String call(String name, String arguments) {
    return "{'type':'function_call','call_id':'c','name':'"
        + name
        + "','arguments':'"
        + arguments
        + "'}";
  }

  private static String message(String text) {
    return "{'type':'message','role':'assistant','content':[{'type':'output_text','text':'"
        + text
        + "','annotations':[],'logprobs':[]}]}";
  }

  @Test
  void a_stream_goes_on_as_it_came() {
    String whole =
        CREATED
            + added("{'type':'message','role':'assistant','content':[]}")
            + delta("response.output_text", "Hel")
            + delta("response.output_text", "lo")
            + event(
                "response.output_text.done", "'output_index':0,'content_index':0,'text':'Hello'")
            + event(
                "response.content_part.done",
                "'output_index':0,'content_index':0,'part':{'type':'output_text','text':'Hello'}")
            + done(message("Hello"))
            + completed(message("Hello"));
    var inspection = inspection(REDACTS);

    var effects = run(inspection, whole);

    assertThat(released(effects)).isEqualTo(whole);
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
    assertThat(inspection.usage()).isEqualTo(new Answer.Usage(1, 2, 3));
    assertThat(inspection.coverage().notRead()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_secret_is_masked_in_its_pieces_wherever_it_is_split(Streaming streaming) {
    String type = typeOf(streaming);
    for (int split = 0; split <= SECRET.length(); split++) {
      var effects =
          run(
              inspection(REDACTS),
              CREATED
                  + delta(type, "to " + SECRET.substring(0, split))
                  + delta(type, SECRET.substring(split) + " now"),
              event(
                  type + ".done",
                  "'output_index':0,'" + streaming.repeat + "':'to " + SECRET + " now'"),
              COMPLETED);

      assertThat(released(effects))
          .contains("\"" + streaming.repeat + "\":\"to " + MASK + " now\"")
          .doesNotContain("jane", "doe", "@", "example", "ple.com");
      assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_of_a_secret_leaves_before_the_answer_is_cut(Streaming streaming) {
    String type = typeOf(streaming);
    for (int split = 0; split <= SECRET.length(); split++) {
      var effects =
          run(
              inspection(CUTS),
              CREATED + delta(type, "to " + SECRET.substring(0, split)),
              delta(type, SECRET.substring(split) + " now"),
              COMPLETED);

      assertThat(released(effects)).doesNotContain("jane", "doe", "@", "example", "ple.com");
      assertThat(effects.getLast()).isInstanceOf(Effect.Cut.class);
    }
  }

  @Test
  void an_unknown_text_is_inspected_over_its_events_and_counted_as_such() {
    var inspection = inspection(REDACTS);

    var effects =
        run(
            inspection,
            CREATED,
            delta("response.dream", "to jane.doe@exam"),
            delta("response.dream", "ple.com now"),
            COMPLETED);

    assertThat(released(effects)).contains(MASK).doesNotContain("jane", "ple.com");
    assertThat(inspection.coverage().notRead()).isEqualTo(Map.of("unknown-event", 2));
  }

  @Test
  void a_streamed_tool_call_waits_until_it_is_allowed() {
    var inspection = inspection(REDACTS);
    String begun =
        added(call("run", ""))
            + delta("response.function_call_arguments", "{}")
            + event("response.function_call_arguments.done", "'output_index':0,'arguments':'{}'");

    var before = new ArrayList<>(inspection.feed(Bytes.utf8(CREATED + begun)));
    before.addAll(inspection.feed(Bytes.utf8(done(call("run", "{}")))));

    assertThat(released(before)).isEqualTo(CREATED);
    assertThat(before.getLast())
        .isInstanceOfSatisfying(
            Effect.ToolCalled.class,
            called -> {
              assertThat(called.name()).isEqualTo("run");
              assertThat(called.arguments()).isEqualTo("{}");
            });
    assertThat(released(inspection.allowed(0))).isEqualTo(begun + done(call("run", "{}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"done", "completed"})
  void a_tool_call_that_was_not_streamed_is_a_tool_call_all_the_same(String where) {
    var inspection = inspection(REDACTS);
    String call = call("run", "{}");

    var effects =
        new ArrayList<>(
            inspection.feed(
                Bytes.utf8(CREATED + (where.equals("done") ? done(call) : completed(call)))));

    assertThat(released(effects)).isEqualTo(CREATED);
    assertThat(effects.getLast()).isInstanceOf(Effect.ToolCalled.class);
  }

  @Test
  void what_a_client_is_to_do_is_a_tool_call_by_its_final_form() {
    String progress = "{'type':'shell_call','action':{'commands':[]}}";
    String whole = "{'type':'shell_call','action':{'commands':['ls','pwd']}}";

    var effects = run(inspection(REDACTS), CREATED, added(progress), done(whole), completed(whole));

    assertThat(effects.stream().filter(Effect.ToolCalled.class::isInstance))
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ToolCalled.class,
            called -> {
              assertThat(called.name()).isEqualTo("shell");
              assertThat(called.arguments()).isEqualTo("ls\npwd");
            });
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @ParameterizedTest
  @CsvSource({
    "another name, wipe, {}, function_call",
    "other arguments, run, [], function_call",
    "another item, run, {}, message"
  })
  void a_tool_call_whose_final_form_differs_breaks_the_stream(
      String what, String name, String arguments, String type) {
    String streamed =
        CREATED + added(call("run", "")) + delta("response.function_call_arguments", "{}");
    String other = call(name, arguments).replace("function_call", type);

    for (String last : List.of(done(other), done(call("run", "{}")) + completed(other))) {
      var effects = run(inspection(REDACTS), streamed, last);

      assertThat(effects.getLast()).as(what).isEqualTo(new Effect.Broken("wrong-shape"));
    }
  }

  @Test
  void the_strings_of_an_action_are_read_apart_as_clients_read_them() {
    String key = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";
    String typed = "{'type':'computer_call','action':{'type':'type','text':'" + key + "'}}";

    var effects = run(inspection(CUTS), CREATED, added(typed), done(typed), completed(typed));

    assertThat(released(effects)).doesNotContain("sk-");
    assertThat(effects.getLast()).isInstanceOf(Effect.Cut.class);
  }

  @Test
  void what_a_shell_writes_is_one_text_over_its_events() {
    String type = "response.shell_call_output_content.delta";
    String first = event(type, "'output_index':0,'command_index':0,'delta':{'stdout':'to jane.'}");
    String other = event(type, "'output_index':0,'command_index':1,'delta':{'stdout':'up'}");
    String second =
        event(type, "'output_index':0,'command_index':0,'delta':{'stdout':'doe@example.com'}");

    var effects = run(inspection(REDACTS), CREATED, first, other, second, COMPLETED);

    assertThat(released(effects)).contains(MASK, "\"up\"").doesNotContain("jane");
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_transcript_ends_without_a_repeat() {
    String said = event("response.audio.transcript.delta", "'delta':'to jane.doe@example.com'");
    String done = event("response.audio.transcript.done", "'response_id':'resp_7'");

    var effects = run(inspection(REDACTS), CREATED, said, done, COMPLETED);

    assertThat(released(effects)).contains(MASK).doesNotContain("jane");
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_text_that_is_repeated_differently_breaks_the_stream() {
    String streamed = CREATED + delta("response.output_text", "Hello");

    for (String repeat :
        List.of(
            event("response.output_text.done", "'output_index':0,'text':'Bye'"),
            event(
                "response.content_part.done", "'output_index':0,'part':{'type':'text','text':''}"),
            done(message("Hello!")),
            completed(message("Hell")))) {
      assertThat(run(inspection(REDACTS), streamed, repeat).getLast())
          .isEqualTo(new Effect.Broken("wrong-shape"));
    }
  }

  @Test
  void a_failure_goes_on_and_a_tool_call_in_it_does_not() {
    String failed = event("response.failed", "'response':{'status':'failed','output':[]}");
    String error = event("error", "'code':'server_error','message':'m'");
    String calling = event("response.failed", "'response':{'output':[" + call("run", "{}") + "]}");
    String streamed = CREATED + added(call("run", "{}")) + done(call("run", "{}"));

    assertThat(run(inspection(REDACTS), CREATED + failed).getLast())
        .isEqualTo(new Effect.Failed(Bytes.utf8(failed)));
    assertThat(run(inspection(REDACTS), CREATED + error).getLast())
        .isEqualTo(new Effect.Failed(Bytes.utf8(error)));
    assertThat(run(inspection(REDACTS), CREATED + calling).getLast())
        .isInstanceOf(Effect.Broken.class);
    // Asked for, and not allowed yet.
    var effects = inspection(REDACTS).feed(Bytes.utf8(streamed + calling));
    assertThat(effects.getLast()).isInstanceOf(Effect.Broken.class);
    assertThat(released(effects)).isEqualTo(CREATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: [DONE]\n\n",
        "data: []\n\n",
        "event: response.completed\ndata: {\"type\":\"response.created\"}\n\n",
        "data: {\"type\":\"response.output_text.delta\",\"delta\":7}\n\n",
        "data: {\"type\":\"response.output_text.delta\",\"output_index\":1024,\"delta\":\"x\"}\n\n",
        "data: {\"type\":\"response.output_text.delta\",\"content_index\":-1,\"delta\":\"x\"}\n\n"
      })
  void an_event_that_cannot_be_read_breaks_the_stream(String event) {
    assertThat(run(inspection(REDACTS), CREATED, event).getLast())
        .isInstanceOf(Effect.Broken.class);
  }

  @Test
  void a_stream_that_ends_without_its_last_event_is_not_complete() {
    var inspection = inspection(REDACTS);
    inspection.feed(Bytes.utf8(CREATED + delta("response.output_text", "Hel")));

    assertThat(inspection.end()).contains(new Effect.Broken("no-finish"));
  }

  @Test
  void an_incomplete_answer_is_as_complete_as_it_gets() {
    String last = event("response.incomplete", "'response':{'status':'incomplete','output':[]}");

    assertThat(run(inspection(REDACTS), CREATED, last).getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void an_error_follows_on_what_was_read() {
    var stream = stream();
    for (var frame : stream.framing().feed(Bytes.utf8(CREATED))) stream.read(frame);

    String error = stream.error(new Refused(403, "no", "probity_refusal", "rule")).utf8();

    assertThat(error)
        .startsWith("event: response.failed\ndata: {")
        .contains(
            "\"id\":\"resp_7\"",
            "\"model\":\"m\"",
            "\"status\":\"failed\"",
            "\"sequence_number\":5",
            "\n\nevent: error\ndata: {",
            "\"sequence_number\":6",
            "\"code\":\"rule\"")
        .endsWith("}\n\n");
  }

  @Test
  void an_id_in_another_form_is_not_said_again() {
    var stream = stream();
    String created = CREATED.replace("resp_7", SECRET);
    for (var frame : stream.framing().feed(Bytes.utf8(created))) stream.read(frame);

    assertThat(stream.error(new Refused(403, "no", "t", "c")).utf8()).doesNotContain("jane");
  }

  @Test
  void a_canned_stream_is_one_that_can_be_read() {
    var streams =
        new Prompt.Read(
            Bytes.EMPTY, Coverage.NONE, "m", true, 1, 0, List.of(), List.of(), Optional.empty());
    var format = new OpenAiResponses();

    var said =
        run(inspection(CUTS), format.canned(streams, new Said(SECRET, "", "")).body().utf8());
    var hello =
        run(
            inspection(CUTS),
            format.canned(streams, new Said("hello there", "", "")).body().utf8());
    var called =
        run(inspection(CUTS), format.canned(streams, new Said("", "run", "{}")).body().utf8());

    assertThat(said.getLast()).isInstanceOf(Effect.Cut.class);
    assertThat(hello.getLast()).isInstanceOf(Effect.Finish.class);
    assertThat(called.stream().filter(Effect.ToolCalled.class::isInstance)).hasSize(1);
    assertThat(called.getLast()).isInstanceOf(Effect.Finish.class);
  }

  @Test
  void a_broken_stream_never_throws() {
    byte[] whole =
        Bytes.utf8(
                CREATED
                    + added(call("run", ""))
                    + delta("response.function_call_arguments", "{}")
                    + done(call("run", "{}"))
                    + completed(call("run", "{}")))
            .array();
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

  private static String typeOf(Streaming streaming) {
    for (String type :
        List.of(
            "output_text",
            "refusal",
            "reasoning_text",
            "reasoning_summary_text",
            "audio.transcript",
            "code_interpreter_call_code",
            "mcp_call_arguments",
            "shell_call_command",
            "function_call_arguments",
            "custom_tool_call_input")) {
      String event = "response." + type;
      if (Streaming.delta(event + ".delta").equals(Optional.of(streaming))) return event;
    }
    throw new AssertionError("no type for " + streaming);
  }
}
