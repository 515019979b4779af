package probity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

/// Streams of JSON that are no event streams.
class JsonFramingTest {
  private static final String LINES =
      "{\"a\":\"\u00e9\\n\"}\n\n  \r\n {\"b\":{}}\r\n{\"c\":\"\ud83d\ude00\"}";
  private static final String ARRAY =
      " [ {\"a\":\"}]\\\"{,\"} ,\r\n{\"b\":{\"c\":[{}]}},{\"d\":\"\\\\\"}\n]\n ";

  static Stream<Arguments> streams() {
    Supplier<Framing> lines = NdjsonDecoder::new;
    Supplier<Framing> array = JsonArrayDecoder::new;
    return Stream.of(
        Arguments.of(
            lines,
            LINES,
            List.of("{\"a\":\"\u00e9\\n\"}", " {\"b\":{}}", "{\"c\":\"\ud83d\ude00\"}")),
        Arguments.of(
            array,
            ARRAY,
            List.of("{\"a\":\"}]\\\"{,\"}", "{\"b\":{\"c\":[{}]}}", "{\"d\":\"\\\\\"}")),
        Arguments.of(array, "[]", List.of()),
        Arguments.of(lines, "", List.of()));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void units_are_the_same_wherever_chunks_end(
      Supplier<Framing> framing, String text, List<String> data) {
    Bytes stream = Bytes.utf8(text);

    for (int split = 0; split <= stream.length(); split++) {
      var decoder = framing.get();
      var units = new ArrayList<>(decoder.feed(cut(stream, 0, split)));
      units.addAll(decoder.feed(cut(stream, split, stream.length())));
      units.addAll(decoder.end());

      assertUnits(decoder, units, text, data);
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void units_are_the_same_byte_by_byte(Supplier<Framing> framing, String text, List<String> data) {
    var decoder = framing.get();

    var units = bytewise(decoder, text);
    units.addAll(decoder.end());

    assertUnits(decoder, units, text, data);
  }

  private static void assertUnits(
      Framing decoder, List<Frame> units, String text, List<String> data) {
    assertThat(decoder.fault()).isEmpty();
    assertThat(units.stream().map(unit -> unit.raw().utf8()).collect(Collectors.joining()))
        .isEqualTo(text);
    var holding = units.stream().filter(unit -> !unit.lines().isEmpty()).toList();
    assertThat(holding.stream().map(unit -> unit.data().utf8())).isEqualTo(data);
    for (Frame unit : holding) {
      int at = unit.lines().getFirst().raw();
      assertThat(cut(unit.raw(), at, at + unit.data().length())).isEqualTo(unit.data());
    }
  }

  @Test
  void a_unit_goes_as_soon_as_it_is_whole() {
    assertThat(new NdjsonDecoder().feed(Bytes.utf8("{}\n"))).hasSize(1);
    assertThat(new JsonArrayDecoder().feed(Bytes.utf8("[{}"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', wrong-shape",
    "'[1]', wrong-shape",
    "'[{},]', wrong-shape",
    "'[{} {}]', not-json",
    "'[{}] x', not-json",
    "'x', wrong-shape",
    "'[{}', cut-short",
    "'[{', cut-short",
    "'', cut-short",
    "'[{},', cut-short"
  })
  void what_is_no_array_of_objects_is_not_read(String text, String fault) {
    var decoder = new JsonArrayDecoder();

    bytewise(decoder, text);
    decoder.end();

    assertThat(decoder.fault().map(BodyFault::word)).contains(fault);
  }

  @Test
  void units_are_bounded() {
    String large = " ".repeat(NdjsonDecoder.LINE_BYTES_MAX);
    var lines = new NdjsonDecoder();
    var array = new JsonArrayDecoder();

    assertThat(lines.feed(Bytes.utf8(large))).isEmpty();
    assertThat(lines.fault()).isEmpty();
    lines.feed(Bytes.utf8(" "));
    array.feed(Bytes.utf8("[{" + large));

    assertThat(lines.fault()).contains(BodyFault.TOO_LARGE);
    assertThat(array.fault()).contains(BodyFault.TOO_LARGE);
    assertThat(lines.end()).isEmpty();
  }

  private static List<Frame> bytewise(Framing decoder, String text) {
    var units = new ArrayList<Frame>();
    Bytes stream = Bytes.utf8(text);
    for (int i = 0; i < stream.length(); i++) units.addAll(decoder.feed(cut(stream, i, i + 1)));
    return units;
  }

  private static Bytes cut(Bytes bytes, int from, int to) {
    return Bytes.wrap(Arrays.copyOfRange(bytes.array(), from, to));
  }
}
