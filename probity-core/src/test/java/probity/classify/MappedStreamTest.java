package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.wire.mapped.ExampleFormats.GEMINI;
import static probity.wire.mapped.ExampleFormats.OLLAMA;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Refused;
import probity.wire.mapped.ExampleFormats;

/// Streams of formats that a bundle declares.
class MappedStreamTest {
  private static final Judge REDACTS =
      (labels, _) -> new Ruling.Redact(new TreeSet<>(labels.keySet()));
  private static final Judge CUTS =
      (labels, _) -> labels.isEmpty() ? new Ruling.Pass() : new Ruling.Cut();
  private static final String MASK = "[redacted:personal.email]";
  private static final String ADDRESS = "jane.doe@example.com";
  private static final Refused REFUSED = new Refused(403, "no", "probity_refusal", "a-rule");

  /// The format of a stream, by how it is cut.
  private static AnswerStream stream(String cut) {
    var bundle = cut.equals("ndjson") ? OLLAMA : GEMINI;
    String path = cut.equals("ndjson") ? "/api/chat" : "/v1beta/models/m:streamGenerateContent";
    String body = cut.equals("ndjson") ? "{\"model\":\"m\",\"messages\":[]}" : "{\"contents\":[]}";
    String type =
        switch (cut) {
          case "ndjson" -> "application/x-ndjson";
          case "sse" -> "text/event-stream";
          default -> "application/json";
        };
    return ExampleFormats.format(bundle, path).stream(
            ExampleFormats.request(bundle, path, body), type)
        .orElseThrow();
  }

  private static String joined(String cut, List<String> units) {
    return switch (cut) {
      case "ndjson" -> String.join("\n", units) + "\n";
      case "sse" -> "data: " + String.join("\r\n\r\ndata: ", units) + "\r\n\r\n";
      default -> "[" + String.join("\n,\r\n", units) + "\n]";
    };
  }

  private static List<String> saying(String cut, String member, String... pieces) {
    var units = new ArrayList<String>();
    boolean lines = cut.equals("ndjson");
    for (String piece : pieces) {
      units.add(
          lines
              ? "{\"message\":{\"" + member + "\":\"" + piece + "\"},\"done\":false}"
              : "{\"candidates\":[{\"content\":{\"parts\":[{"
                  + (member.equals("thinking")
                      ? "\"text\":\"" + piece + "\",\"thought\":true"
                      : "\"text\":\"" + piece + "\"")
                  + "}]}}],\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":"
                  + units.size()
                  + "}}");
    }
    units.add(
        lines
            ? "{\"message\":{\"content\":\"\"},\"done\":true,\"eval_count\":4,\"prompt_eval_count\":1}"
            : "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":4}}");
    return units;
  }

  static Stream<Arguments> texts() {
    return Stream.of("ndjson", "sse", "array")
        .flatMap(cut -> Stream.of("content", "thinking").map(member -> Arguments.of(cut, member)));
  }

  private static StreamInspection inspection(AnswerStream stream, Judge judge) {
    return new StreamInspection(stream, Detectors.of(Detectors.known()), 2000, 1 << 20, judge);
  }

  private static String delivered(List<Effect> effects) {
    var out = new StringBuilder();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Release(var bytes)) out.append(bytes.utf8());
      if (effect instanceof Effect.Finish(var bytes)) out.append(bytes.utf8());
      if (effect instanceof Effect.Failed(var bytes)) out.append(bytes.utf8());
    }
    return out.toString();
  }

  private static List<Effect> fed(StreamInspection inspection, String text, int split) {
    Bytes stream = Bytes.utf8(text);
    var effects = new ArrayList<>(inspection.feed(Answers.bytes(stream, 0, split)));
    effects.addAll(inspection.feed(Answers.bytes(stream, split, stream.length())));
    effects.addAll(inspection.end());
    return effects;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void an_address_in_pieces_is_masked_wherever_the_bytes_are_split(String cut, String member) {
    String text = joined(cut, saying(cut, member, "ask jane.d", "oe@exam", "ple.com now", "ok"));

    for (int split = 0; split <= text.length(); split++) {
      var inspection = inspection(stream(cut), REDACTS);
      var effects = fed(inspection, text, split);

      assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
      assertThat(delivered(effects))
          .isEqualTo(joined(cut, saying(cut, member, "ask " + MASK, "", " now", "ok")));
      assertThat(inspection.usage()).isEqualTo(new Answer.Usage(1, 4, 5));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void nothing_of_an_address_leaves_a_stream_that_is_cut(String cut, String member) {
    String text = joined(cut, saying(cut, member, "fine ", "jane.d", "oe@exam", "ple.com now"));

    for (int split = 0; split <= text.length(); split++) {
      var effects = fed(inspection(stream(cut), CUTS), text, split);

      assertThat(effects.getLast()).isInstanceOf(Effect.Cut.class);
      assertThat(delivered(effects)).doesNotContain("jane", "oe@", "ple.com");
    }
  }

  /// Pieces of one text among pieces of another.
  @ParameterizedTest
  @CsvSource({"ndjson", "sse", "array"})
  void an_address_is_found_where_thoughts_stand_between_its_pieces(String cut) {
    var units = new ArrayList<>(saying(cut, "content", "ask jane.d", "oe@exam", "ple.com now"));
    units.add(1, saying(cut, "thinking", "let me think").getFirst());

    String out = delivered(fed(inspection(stream(cut), REDACTS), joined(cut, units), 0));

    assertThat(out).contains(MASK, "let me think").doesNotContain("jane", "oe@", "ple.com");
  }

  @ParameterizedTest
  @CsvSource({"ndjson", "sse", "array"})
  void an_address_where_the_mapping_names_nothing_is_masked(String cut) {
    var units = new ArrayList<>(saying(cut, "content", "fine"));
    units.add(0, units.getFirst().replaceFirst("\\{", "{\"new\":{\"" + ADDRESS + "\":1},"));
    units.add(0, units.get(1).replaceFirst("\\{", "{\"newer\":[\"" + ADDRESS + "\"],"));

    String out = delivered(fed(inspection(stream(cut), REDACTS), joined(cut, units), 0));

    assertThat(out)
        .isEqualTo(joined(cut, units).replace(ADDRESS, MASK))
        .contains("\"new\":{\"" + MASK);
  }

  private static String calling(String cut, String arguments) {
    String call = "{\"name\":\"get_weather\",\"arguments\":" + arguments + "}";
    return cut.equals("ndjson")
        ? "{\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":"
            + call
            + "}]},\"done\":false}"
        : "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":"
            + call.replace("arguments", "args")
            + ",\"thoughtSignature\":\""
            + ADDRESS
            + "\"}]}}]}";
  }

  @ParameterizedTest
  @CsvSource({"ndjson", "sse", "array"})
  void a_tool_call_waits_and_its_arguments_are_one_text(String cut) {
    var units = new ArrayList<>(saying(cut, "content", "fine"));
    String arguments = "{\"city\":\"B\\u006fnn\",\"to\":[\"" + ADDRESS + "\"],\"n\":1}";
    units.add(1, calling(cut, arguments));
    units.add(2, calling(cut, "{}"));
    var inspection = inspection(stream(cut), REDACTS);

    var effects = new ArrayList<>(fed(inspection, joined(cut, units), 0));

    var called =
        effects.stream()
            .filter(Effect.ToolCalled.class::isInstance)
            .map(Effect.ToolCalled.class::cast)
            .toList();
    assertThat(called)
        .extracting(Effect.ToolCalled::name)
        .containsExactly("get_weather", "get_weather");
    assertThat(called.getFirst().arguments())
        .isEqualTo("{\"city\":\"Bonn\",\"to\":[\"" + ADDRESS + "\"],\"n\":1}");
    assertThat(called.getFirst().labels()).containsOnlyKeys("personal.email");
    assertThat(delivered(effects)).doesNotContain("get_weather");
    effects.addAll(inspection.allowed(0));
    effects.addAll(inspection.allowed(1));
    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
    // What is signed goes on as it came, and is counted.
    assertThat(delivered(effects))
        .contains("\"to\":[\"" + MASK + "\"],\"n\":1}")
        .isEqualTo(joined(cut, units).replace("[\"" + ADDRESS, "[\"" + MASK));
    if (!cut.equals("ndjson")) {
      assertThat(inspection.coverage().notRead()).isEqualTo(Map.of("encrypted", 2));
    }
  }

  @ParameterizedTest
  @CsvSource({"ndjson", "sse", "array"})
  void a_stream_without_its_end_is_broken(String cut) {
    var units = saying(cut, "content", "fine", "so far");
    String text = joined(cut, units.subList(0, 2));

    assertThat(fed(inspection(stream(cut), REDACTS), text, 0).getLast())
        .isEqualTo(new Effect.Broken("no-finish"));
    assertThat(fed(inspection(stream(cut), REDACTS), text.substring(0, text.length() - 9), 0))
        .last()
        .isInstanceOf(Effect.Broken.class);
  }

  @ParameterizedTest
  @CsvSource({"ndjson", "sse", "array"})
  void a_failure_of_the_provider_goes_on_and_ends_the_stream(String cut) {
    var units = new ArrayList<>(saying(cut, "content", "fine").subList(0, 1));
    units.add("{\"error\":{\"message\":\"out of memory\"}}");

    var effects = fed(inspection(stream(cut), REDACTS), joined(cut, units), 0);

    assertThat(effects.getLast()).isInstanceOf(Effect.Failed.class);
    assertThat(delivered(effects)).contains("fine", "out of memory");
  }

  @Test
  void an_error_of_the_gateway_closes_the_array_that_the_client_has() {
    var early = stream("array");
    var late = stream("array");
    String text = joined("array", saying("array", "content", "fine ", "jane.doe@example.com "));

    fed(inspection(early, (_, _) -> new Ruling.Cut()), text, 0);
    String before = delivered(fed(inspection(late, CUTS), text, 0));

    assertThat(early.error(REFUSED).utf8()).startsWith("[{\"error\":").endsWith("}]");
    assertThat(before).startsWith("[{").contains("fine");
    assertThat(before + late.error(REFUSED).utf8()).contains("},{\"error\":").endsWith("}]");
    assertThat(stream("ndjson").error(REFUSED).utf8()).isEqualTo("{\"error\":\"no\"}\n");
    assertThat(stream("sse").error(REFUSED).utf8()).startsWith("data: {\"error\":");
  }

  @Test
  void a_blocked_prompt_is_a_whole_answer() {
    var effects =
        fed(
            inspection(stream("array"), REDACTS),
            "[{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}]",
            0);

    assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
  }
}
