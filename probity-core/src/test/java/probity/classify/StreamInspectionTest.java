package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.classify.Answers.DONE;
import static probity.classify.Answers.content;
import static probity.classify.Answers.contents;
import static probity.classify.Answers.delivered;
import static probity.classify.Answers.event;
import static probity.classify.Answers.finish;
import static probity.classify.Answers.joined;
import static probity.classify.Answers.pieces;
import static probity.classify.Answers.tool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.wire.Seeds;
import probity.wire.Splice;
import probity.wire.Texts;

class StreamInspectionTest {
  private static final String ARGUMENTS = "/choices/*/delta/tool_calls/*/function/arguments";

  private static final Judge REDACTS =
      (labels, _) -> new Ruling.Redact(new TreeSet<>(labels.keySet()));
  private static final Judge CUTS =
      (labels, _) -> labels.isEmpty() ? new Ruling.Pass() : new Ruling.Cut();
  private static final Judge PASSES = (_, _) -> new Ruling.Pass();

  static List<Secret> secrets() {
    return Secret.SAMPLES;
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_is_masked_wherever_the_bytes_are_split(Secret secret) {
    String text = "Well, here: " + secret.text() + " and that is all.";
    Bytes stream = Bytes.utf8(contents(pieces(text, 7)));

    for (int split = 0; split <= stream.length(); split += 3) {
      var inspection = inspection(REDACTS);
      var effects = new ArrayList<>(inspection.feed(Answers.bytes(stream, 0, split)));
      effects.addAll(inspection.feed(Answers.bytes(stream, split, stream.length())));

      String delivered = delivered(effects);
      assertThat(joined(delivered))
          .isEqualTo(
              Map.of(
                  "0/content", "Well, here: [redacted:" + secret.label() + "] and that is all."));
      assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
      assertThat(delivered).endsWith(DONE);
      assertThat(inspection.alterations()).isEqualTo(Map.of(secret.label(), 1));
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void no_part_of_a_secret_leaves_however_small_the_pieces_are(Secret secret) {
    String text = "Well, here: " + secret.text() + " and that is all.";

    for (int size = 1; size <= 12; size++) {
      Bytes stream = Bytes.utf8(contents(pieces(text, size)));
      assertThat(secret.partsIn(joined(bytewise(inspection(REDACTS), stream)))).isEmpty();
      assertThat(secret.partsIn(joined(bytewise(inspection(CUTS), stream)))).isEmpty();
    }
  }

  private static String bytewise(StreamInspection inspection, Bytes stream) {
    var effects = new ArrayList<Effect>();
    for (int i = 0; i < stream.length(); i++) {
      effects.addAll(inspection.feed(Answers.bytes(stream, i, i + 1)));
    }
    effects.addAll(inspection.end());
    return delivered(effects);
  }

  @Test
  void a_stream_is_masked_as_its_whole_texts_would_be() {
    Seeds.check(
        300,
        random -> {
          var expected = new TreeMap<String, String>();
          Bytes stream = Bytes.utf8(answer(random, expected));
          var inspection = inspection(REDACTS);

          var effects = new ArrayList<Effect>();
          for (int at = 0; at < stream.length(); ) {
            int next = Math.min(stream.length(), at + 1 + random.nextInt(400));
            effects.addAll(inspection.feed(Answers.bytes(stream, at, next)));
            at = next;
            allow(inspection, effects);
          }

          assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
          assertThat(joined(delivered(effects))).isEqualTo(expected);
        });
  }

  /// Allows every tool call as soon as it is shown.
  private static void allow(StreamInspection inspection, List<Effect> effects) {
    for (Effect effect : List.copyOf(effects)) {
      if (effect instanceof Effect.ToolCalled call) {
        effects.remove(call);
        effects.addAll(inspection.allowed(call.number()));
      }
    }
  }

  /// An answer of three choices that alternate, the last one with a tool call.
  private static String answer(Random random, Map<String, String> expected) {
    var open = new ArrayList<Deque<String>>();
    for (int choice = 0; choice < 3; choice++) {
      String text = Morsels.text(random);
      if (random.nextInt(3) == 0) text += "lorem ipsum ".repeat(40) + Morsels.text(random);
      var events = new ArrayDeque<String>();
      for (String piece : Morsels.pieces(text, random)) events.add(content(choice, piece));
      expected.put(choice + "/content", masked(text));
      if (choice == 2) {
        String arguments = Morsels.text(random);
        for (String piece : Morsels.pieces(arguments, random)) events.add(tool(2, 0, "", piece));
        expected.put("2/tool/0", masked(arguments));
      }
      events.add(finish(choice, "stop"));
      open.add(events);
    }
    var stream = new StringBuilder();
    while (!open.isEmpty()) {
      Deque<String> events = open.get(random.nextInt(open.size()));
      stream.append(events.remove());
      if (events.isEmpty()) open.remove(events);
    }
    return stream.append(DONE).toString();
  }

  private static String masked(String text) {
    Bytes body = Bytes.utf8(text);
    var place = new Place(Place.Kind.OTHER, "", 0, body.length());
    var texts = new Texts(body, List.of(place), Texts.Spelling.PLAIN);
    return Splice.apply(texts, Detectors.of(Detectors.known()).inspect(texts)).utf8();
  }

  @Test
  void what_holds_nothing_passes_byte_for_byte() {
    Bytes stream =
        Bytes.utf8(
            ": ping\r\n\r\n"
                + content(0, "Hello ")
                + ": still here\n\n"
                + content(0, "w\u00f6rld \ud83d\ude00, mail me @ home")
                + "event: message\nid: 7\n"
                + content(1, "Other\n12 - 4111").replace("\n\n", "\r\n\r\n")
                + finish(1, "stop")
                + finish(0, "stop")
                + "data: {\"choices\":[],\ndata: \"usage\":{\"total_tokens\":9}}\n\n"
                + DONE);

    for (int split = 0; split <= stream.length(); split++) {
      var inspection = inspection(REDACTS);
      var effects = new ArrayList<>(inspection.feed(Answers.bytes(stream, 0, split)));
      effects.addAll(inspection.feed(Answers.bytes(stream, split, stream.length())));

      assertThat(delivered(effects)).isEqualTo(stream.utf8());
      assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
      assertThat(inspection.usage().total()).isEqualTo(9);
    }
  }

  @Test
  void a_long_event_does_not_wait_for_the_end_of_its_last_word() {
    var inspection = inspection(PASSES);
    String text = "A sentence. ".repeat(40);

    var first = inspection.feed(Bytes.utf8(content(0, text + "bob")));
    var second = inspection.feed(Bytes.utf8(content(0, " is here") + finish(0, "stop") + DONE));

    assertThat(joined(delivered(first))).isEqualTo(Map.of("0/content", text));
    assertThat(joined(delivered(second))).isEqualTo(Map.of("0/content", "bob is here"));
  }

  @Test
  void the_text_before_a_secret_has_left_when_the_answer_is_cut() {
    var inspection = inspection(CUTS);

    var first = inspection.feed(Bytes.utf8(content(0, "Your card: ") + content(0, "4111 1111 ")));
    var second = inspection.feed(Bytes.utf8(content(0, "1111 1111") + content(0, ", right?")));

    assertThat(delivered(first)).isEqualTo(content(0, "Your card: "));
    assertThat(second).containsExactly(new Effect.Cut());
    assertThat(inspection.feed(Bytes.utf8(finish(0, "stop") + DONE))).isEmpty();
    assertThat(inspection.end()).isEmpty();
  }

  @Test
  void a_key_longer_than_the_window_is_masked_from_its_beginning() {
    var inspection = inspection(REDACTS);
    String stream = contents(pieces("Key: " + Secret.pem(60) + " of anna@example.com ok", 11));

    String delivered = bytewise(inspection, Bytes.utf8(stream));

    assertThat(joined(delivered))
        .isEqualTo(
            Map.of(
                "0/content",
                "Key: [redacted:credential.private-key] of [redacted:personal.email] ok"));
    assertThat(inspection.findings())
        .first()
        .satisfies(found -> assertThat(found.end()).isEqualTo(5 + Secret.pem(60).length()));
  }

  @Test
  void a_secret_in_the_arguments_of_a_tool_is_masked_across_its_fragments() {
    var inspection = inspection(REDACTS);
    String calls = tool(0, 0, "send", "{\"to\":\"anna@ex") + tool(0, 0, "", "ample.com\"}");

    var asked = inspection.feed(Bytes.utf8(calls + finish(0, "tool_calls") + DONE));
    var released = inspection.allowed(0);

    assertThat(asked)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.ToolCalled.class,
            call -> assertThat(call.labels()).containsOnlyKeys("personal.email"));
    assertThat(joined(delivered(released)))
        .isEqualTo(Map.of("0/tool/0", "{\"to\":\"[redacted:personal.email]\"}"));
  }

  @Test
  void choices_that_alternate_are_told_apart() {
    var inspection = inspection(REDACTS);
    String stream =
        content(0, "4111 1111 ")
            + content(1, "anna@")
            + content(0, "1111 1111 a")
            + content(1, "example.com b")
            + finish(1, "stop")
            + finish(0, "stop")
            + DONE;

    assertThat(joined(delivered(inspection.feed(Bytes.utf8(stream)))))
        .isEqualTo(
            Map.of(
                "0/content", "[redacted:payment.card] a",
                "1/content", "[redacted:personal.email] b"));
  }

  @Test
  void a_secret_in_any_other_string_of_an_event_is_masked_there() {
    String stream =
        content(0, "a ").replace("chatcmpl-1", "anna@example.com")
            + ": anna@example.com\n\n"
            + content(0, "b ").replace("\"delta\"", "\"anna@example.com\":1,\"delta\"")
            + finish(0, "stop")
            + DONE;

    String delivered = delivered(inspection(REDACTS).feed(Bytes.utf8(stream)));

    assertThat(delivered)
        .isEqualTo(stream.replace("anna@example.com", "[redacted:personal.email]"));
  }

  @Test
  void what_is_called_data_is_read_unless_it_is_audio() {
    String first =
        "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_details\":[{\"data\":\"%s\"}]}}]}";
    var inspection =
        inspection((_, _) -> new Ruling.Redact(new TreeSet<>(Set.of("personal.email"))));

    inspection.feed(Bytes.utf8("data: " + first.formatted("ask an") + "\n\n"));
    inspection.feed(Bytes.utf8("data: " + first.formatted("na@example.com so") + "\n\n"));

    assertThat(inspection.labels()).containsKey("personal.email");
  }

  @Test
  void log_probabilities_go_where_their_text_is_masked() {
    String withLogprobs =
        content(0, "anna@example.com ")
            .replace(
                "\"finish_reason\"",
                "\"logprobs\":{\"content\":[{\"token\":\"anna\"}]},\"finish_reason\"");

    String delivered =
        delivered(inspection(REDACTS).feed(Bytes.utf8(withLogprobs + finish(0, "stop") + DONE)));

    assertThat(delivered).contains("\"logprobs\":null").doesNotContain("anna");
  }

  @Test
  void a_tool_call_waits_with_all_behind_it_until_it_is_allowed() {
    String calls =
        tool(0, 0, "search", "{\"q\":")
            + tool(0, 0, "", "\"cats\"}")
            + tool(0, 1, "send", "{}")
            + finish(0, "tool_calls");
    var inspection = inspection(PASSES);

    var first = inspection.feed(Bytes.utf8(content(0, "Let me see. ") + calls));
    var done = inspection.feed(Bytes.utf8(DONE));
    var second = inspection.allowed(0);
    var third = inspection.allowed(1);

    assertThat(delivered(first)).isEqualTo(content(0, "Let me see. "));
    assertThat(first)
        .contains(
            new Effect.ToolCalled(
                0, 0, "search", ARGUMENTS, "{\"q\":\"cats\"}", new TreeMap<>(), List.of()),
            new Effect.ToolCalled(1, 0, "send", ARGUMENTS, "{}", new TreeMap<>(), List.of()));
    assertThat(done).isEmpty();
    assertThat(delivered(second))
        .isEqualTo(tool(0, 0, "search", "{\"q\":") + tool(0, 0, "", "\"cats\"}"));
    assertThat(third.getLast())
        .isEqualTo(new Effect.Finish(Bytes.utf8(finish(0, "tool_calls") + DONE)));
  }

  @Test
  void an_upstream_that_dies_leaves_no_complete_answer() {
    var inspection = inspection(PASSES);

    inspection.feed(Bytes.utf8(content(0, "Once upon")));

    assertThat(inspection.end()).containsExactly(new Effect.Broken("no-finish"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: {\"choices\":[{\"delta\":{}            | cut-short",
        "data: hello                                 | not-json",
        "data: {\"choices\":[],\"choices\":[]}         | duplicate-key",
        "data: {\"choices\":7}                       | wrong-shape",
      })
  void what_is_no_event_of_an_answer_breaks_it(String event, String why) {
    var inspection = inspection(PASSES);

    var effects = inspection.feed(Bytes.utf8(event.replace("\\n", "\n") + "\n\n" + DONE));

    assertThat(effects).containsExactly(new Effect.Broken(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"overloaded\"}}\n\n",
        "event: error\ndata: {}\n\n",
      })
  void what_the_provider_says_of_its_failure_ends_the_answer(String event) {
    var inspection = inspection(PASSES);

    var effects = inspection.feed(Bytes.utf8(content(0, "so far") + event + DONE));

    assertThat(effects)
        .containsExactly(
            new Effect.Release(Bytes.utf8(content(0, "so far"))),
            new Effect.Failed(Bytes.utf8(event)));
  }

  @Test
  void a_failure_releases_no_tool_call_that_was_not_allowed() {
    var inspection = inspection(PASSES);
    String failure = "data: {\"error\":{\"message\":\"overloaded\"}}\n\n";

    var effects = inspection.feed(Bytes.utf8(tool(0, 0, "search", "{}") + failure));

    assertThat(delivered(effects)).isEqualTo(failure);
  }

  @Test
  void what_the_provider_says_of_its_failure_is_inspected() {
    var inspection = inspection(REDACTS);
    String failure = "data: {\"error\":{\"message\":\"no account of ops@example.com\"}}\n\n";

    assertThat(delivered(inspection.feed(Bytes.utf8(failure)))).doesNotContain("ops@example.com");
  }

  @Test
  void an_event_without_end_breaks_the_answer() {
    var inspection = inspection(PASSES);

    var effects = inspection.feed(Bytes.utf8("data: \"" + "x".repeat(1 << 20)));

    assertThat(effects).containsExactly(new Effect.Broken("too-large"));
  }

  @Test
  void what_waits_is_bounded() {
    var inspection =
        new StreamInspection(Answers.chat(), Detectors.of(Detectors.known()), 2000, 4096, PASSES);

    var effects = inspection.feed(Bytes.utf8(tool(0, 0, "f", "x".repeat(5000))));

    assertThat(effects).containsExactly(new Effect.Broken("held-too-much"));
  }

  @Test
  void a_tool_call_that_goes_on_after_it_was_shown_breaks_the_answer() {
    var inspection = inspection(PASSES);

    inspection.feed(Bytes.utf8(tool(0, 0, "f", "{") + tool(0, 1, "g", "{}")));

    assertThat(inspection.feed(Bytes.utf8(tool(0, 0, "", "}"))))
        .containsExactly(new Effect.Broken("tool-call-reopened"));
  }

  @Test
  void text_after_its_choice_has_finished_breaks_the_answer() {
    var inspection = inspection(PASSES);

    inspection.feed(Bytes.utf8(content(0, "Hi") + finish(0, "stop") + content(0, "")));

    assertThat(inspection.feed(Bytes.utf8(content(0, "anna@"))))
        .containsExactly(new Effect.Broken("goes-on-after-finish"));
  }

  @Test
  void the_number_of_texts_is_bounded() {
    var inspection = inspection(PASSES);
    var stream = new StringBuilder();
    for (int choice = 0; choice < 600; choice++) stream.append(content(choice, "a "));

    assertThat(inspection.feed(Bytes.utf8(stream.toString())).getLast())
        .isEqualTo(new Effect.Broken("too-many-channels"));
  }

  @Test
  void an_answer_may_end_without_a_done_when_each_choice_has_finished() {
    var inspection = inspection(PASSES);

    var fed = inspection.feed(Bytes.utf8(content(0, "Hi") + finish(0, "stop")));

    assertThat(delivered(fed)).isEqualTo(content(0, "Hi"));
    assertThat(inspection.end()).containsExactly(new Effect.Finish(Bytes.utf8(finish(0, "stop"))));
  }

  @Test
  void a_part_that_is_not_read_can_cut_an_answer() {
    Judge judge =
        (_, uninspected) -> uninspected.contains("audio") ? new Ruling.Cut() : new Ruling.Pass();
    String spoken = event("{\"index\":0,\"delta\":{\"audio\":{\"data\":\"UklGRg==\"}}}");

    var effects = inspection(judge).feed(Bytes.utf8(content(0, "so far. ") + spoken));

    assertThat(effects)
        .containsExactly(new Effect.Release(Bytes.utf8(content(0, "so far. "))), new Effect.Cut());
  }

  @Test
  void the_judge_is_asked_at_the_start_and_when_a_label_is_new() {
    var asked = new ArrayList<Set<String>>();
    Judge judge =
        (labels, _) -> {
          asked.add(labels.keySet());
          return new Ruling.Pass();
        };

    inspection(judge)
        .feed(Bytes.utf8(contents(List.of("a@b.com c@d.com ", "4111111111111111 e@f.com"))));

    assertThat(asked)
        .containsExactly(
            Set.of(), Set.of("personal.email"), Set.of("payment.card", "personal.email"));
  }

  private static StreamInspection inspection(Judge judge) {
    return new StreamInspection(
        Answers.chat(), Detectors.of(Detectors.known()), 2000, 1 << 20, judge);
  }
}
