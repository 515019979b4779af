package probity.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.Route;
import probity.wire.Answer;
import probity.wire.Chunk;
import probity.wire.Format;
import probity.wire.Framing;
import probity.wire.HeaderText;
import probity.wire.JsonArrayDecoder;
import probity.wire.NdjsonDecoder;
import probity.wire.Refused;
import probity.wire.RequestHead;
import probity.wire.SseDecoder;
import probity.wire.StrictJson;
import probity.wire.Texts;
import probity.wire.formats.Formats;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Bodies of requests and answers, and streams.
class WireFuzzTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int INPUTS = 4000;

  private static final String CHAT =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e9 \\ud83d\\ude00\"},"
          + "{\"role\":\"tool\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}],\"n\":2,"
          + "\"stream\":true,\"max_tokens\":12,\"tools\":[{\"type\":\"function\",\"function\":"
          + "{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]}";
  private static final String MCP =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"f\","
          + "\"arguments\":{\"a\":\"b\",\"c\":[1,2.5e3,null]}}}";
  private static final String OLLAMA =
      "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"hi\",\"tool_calls\":"
          + "[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":\"b\"}}}]},\"done\":true}\n";
  private static final String GEMINI =
      "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hi\"},"
          + "{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":\"b\"}}}]},\"finishReason\":\"STOP\","
          + "\"index\":0}],\"usageMetadata\":{\"totalTokenCount\":3}}";
  private static final String EVENTS =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\\u00e9\"}}]}\n\n"
          + ": a comment\n\nevent: x\r\nid: 1\r\ndata: {\"choices\":[{\"index\":0,\"delta\":"
          + "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\","
          + "\"arguments\":\"{}\"}}]}}]}\r\n\r\n"
          + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: [DONE]\n\n";
  private static final String RESPONSES =
      "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
          + "\"response\":{\"id\":\"resp_1\",\"output\":[]}}\n\nevent: response.output_text.delta\n"
          + "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,"
          + "\"content_index\":0,\"delta\":\"hi\",\"sequence_number\":1}\n\n"
          + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
          + "{\"id\":\"resp_1\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":"
          + "\"output_text\",\"text\":\"hi\"}]}]}}\n\n";
  private static final String MCP_EVENTS =
      "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"f\","
          + "\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"}}]}}\n\n";

  private static final String MESSAGES =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
          + "\"role\":\"assistant\",\"content\":[],\"usage\":{\"input_tokens\":3}}}\n\n"
          + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
          + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
          + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
          + "\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n"
          + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
          + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":1,"
          + "\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}\n\n"
          + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,"
          + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}\n\n"
          + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n"
          + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
          + "{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":2}}\n\n"
          + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

  private static final List<byte[]> BODIES = bodies();
  private static final List<byte[]> STREAMS =
      Fuzz.texts(
          EVENTS,
          RESPONSES,
          MESSAGES,
          MCP_EVENTS,
          OLLAMA + OLLAMA,
          "[" + GEMINI + ",\n" + GEMINI + "]");

  private static List<byte[]> bodies() {
    var bodies = new ArrayList<>(Fuzz.texts(CHAT, MCP, OLLAMA, GEMINI, "[" + MCP + "]"));
    try (var files = Files.walk(Path.of("../probity-core/src/test/resources/wire"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".json")).toList()) {
        if (Files.size(file) < 20_000) bodies.add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bodies;
  }

  /// A format with a path of its own.
  record OnPath(String path, Format format) {
    RequestHead head() {
      return new RequestHead(
          "POST",
          path,
          name -> Optional.of(name).filter(n -> n.equals("mcp-method")).map(_ -> "x"));
    }

    RequestHead plain() {
      return new RequestHead("POST", path, _ -> Optional.empty());
    }

    @Override
    public String toString() {
      return path;
    }
  }

  static Stream<OnPath> formats() {
    return Stream.concat(
        Formats.names().stream().map(name -> new OnPath("/" + name, Formats.named(name).get())),
        Stream.of(
            mapped("ollama", "/api/chat"),
            mapped("ollama", "/api/generate"),
            mapped("gemini", "/v1beta/models/gemini-2.5-flash:generateContent"),
            mapped("gemini", "/v1beta/models/gemini-2.5-flash:streamGenerateContent")));
  }

  private static OnPath mapped(String example, String path) {
    var read =
        Bundle.read(
            BundleFuzzTest.files(Path.of("../examples", example)),
            Set.of("personal.email", "credential.api-key", "credential.private-key"));
    var bundle = ((BundleReading.Loaded) read).bundle();
    return new OnPath(path, bundle.route(path).flatMap(Route::wire).orElseThrow());
  }

  /// What we take for JSON, a parser that we did not write takes for the same.
  @Test
  void strict_json_is_json_to_others_too() {
    Fuzz.check(
        10 * INPUTS,
        BODIES,
        (input, _) -> {
          if (StrictJson.isObject(Bytes.wrap(input))) assertThat(strings(input)).isNotNull();
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_request_is_read_or_refused(OnPath on) {
    Fuzz.check(
        INPUTS,
        BODIES,
        (input, random) -> {
          var head = random.nextBoolean() ? on.head() : on.plain();
          var prompt = on.format().request(head, Bytes.wrap(input));
          if (prompt instanceof Prompt.Read read) assertPlaces(read.body(), read.places());
          on.format().errors(prompt);
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void an_answer_is_read_or_refused(OnPath on) {
    var asked = on.format().request(on.plain(), Bytes.utf8(CHAT));
    Fuzz.check(
        INPUTS,
        BODIES,
        (input, _) -> {
          for (var answer :
              List.of(
                  on.format().answer(asked, Bytes.wrap(input)),
                  on.format().error(Bytes.wrap(input)))) {
            if (!(answer instanceof Answer.Read read)) continue;
            if (read.spelling() == Texts.Spelling.JSON) assertPlaces(read.body(), read.places());
            read.altered(List.of(), on.format().notice(read, "a notice"));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_stream_is_read_alike_wherever_its_pieces_end(OnPath on) {
    var asked = on.format().request(on.plain(), Bytes.utf8(CHAT));
    for (String type : List.of("text/event-stream", "application/x-ndjson", "application/json")) {
      if (on.format().stream(asked, type).isEmpty()) continue;
      Fuzz.check(
          INPUTS / 2,
          STREAMS,
          (input, random) -> {
            var whole = chunks(on, asked, type, List.of(Bytes.wrap(input)));
            assertThat(chunks(on, asked, type, pieces(input, random))).isEqualTo(whole);
          });
    }
  }

  /// What a stream comes to, in words.
  private static List<String> chunks(OnPath on, Prompt asked, String type, List<Bytes> pieces) {
    var stream = on.format().stream(asked, type).orElseThrow();
    var said = new ArrayList<String>();
    for (int i = 0; i <= pieces.size(); i++) {
      var frames =
          i < pieces.size() ? stream.framing().feed(pieces.get(i)) : stream.framing().end();
      for (var frame : frames) {
        if (frame.data().length() == 0) continue;
        var chunk = stream.read(frame);
        if (chunk instanceof Chunk.Delta delta) {
          assertPlaces(delta.data(), delta.places());
          said.add(delta.data().utf8() + delta.pieces() + delta.then() + delta.called());
        } else {
          said.add(chunk.toString());
        }
        if (chunk instanceof Chunk.Unreadable) return said;
        stream.released(frame);
      }
    }
    said.add(stream.framing().fault().toString() + stream.mayEnd());
    stream.error(new Refused(403, "a reason", "probity_refusal", "a-rule"));
    return said;
  }

  static Stream<Supplier<Framing>> framings() {
    return Stream.of(SseDecoder::new, NdjsonDecoder::new, JsonArrayDecoder::new);
  }

  @ParameterizedTest
  @MethodSource("framings")
  void units_joined_are_the_stream_wherever_its_pieces_end(Supplier<Framing> framing) {
    Fuzz.check(
        INPUTS,
        STREAMS,
        (input, random) -> {
          var whole = units(framing.get(), List.of(Bytes.wrap(input)));
          assertThat(units(framing.get(), pieces(input, random))).isEqualTo(whole);
          var raw = new StringBuilder();
          whole.subList(0, whole.size() - 1).forEach(raw::append);
          boolean sound = whole.getLast().equals(Optional.empty().toString());
          String latin = latin(input);
          if (sound) assertThat(raw.toString()).isEqualTo(latin);
          else assertThat(latin).startsWith(raw);
        });
  }

  private static List<String> units(Framing framing, List<Bytes> pieces) {
    var units = new ArrayList<String>();
    for (Bytes piece : pieces) framing.feed(piece).forEach(f -> units.add(latin(f.raw().array())));
    framing.end().forEach(f -> units.add(latin(f.raw().array())));
    units.add(framing.fault().toString());
    return units;
  }

  @Test
  void a_header_is_text() {
    Fuzz.check(
        INPUTS,
        Fuzz.texts("=?base64?aGk=?=", "a=b; c=\"d\"", "%41%zz", "Bearer x"),
        (input, _) ->
            assertThat(HeaderText.of(latin(input)).length())
                .isLessThanOrEqualTo(2 * input.length + 2));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static List<Bytes> pieces(byte[] input, Random random) {
    var pieces = new ArrayList<Bytes>();
    for (int at = 0; at < input.length; ) {
      int end = Math.min(input.length, at + 1 + random.nextInt(1 << random.nextInt(10)));
      pieces.add(Bytes.wrap(Arrays.copyOfRange(input, at, end)));
      at = end;
    }
    return pieces;
  }

  /// Places stand in the body, apart from each other, and hold what others read as a string.
  private static void assertPlaces(Bytes body, List<Place> places) {
    var others = places.isEmpty() ? Set.<String>of() : strings(body.array());
    int end = 0;
    for (Place place : places) {
      assertThat(place.start()).isBetween(end, place.end());
      end = place.end();
      // Mapped streams take the arguments of a call as one place, whatever value they are.
      boolean whole =
          place.kind() == Place.Kind.TOOL_ARGUMENTS && body.at(place.start() - 1) != '"';
      // A place with nothing in it may be one that was taken back.
      if (!whole && place.start() < place.end())
        assertThat(others).contains(Texts.text(body, place));
    }
    assertThat(end).isLessThanOrEqualTo(body.length());
  }

  /// Every string of a body, names included, as another parser reads it.
  private static Set<String> strings(byte[] json) {
    var strings = new HashSet<String>();
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), json)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
          strings.add(parser.getString());
        }
      }
    } catch (JacksonException e) {
      throw new AssertionError("we read what Jackson does not: " + e.getClass(), e);
    }
    return strings;
  }
}
