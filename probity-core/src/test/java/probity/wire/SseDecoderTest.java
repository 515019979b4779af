package probity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

class SseDecoderTest {
  private static final String STREAM =
      """
      \ufeffdata: one

      : a comment
      event: named
      id: 1
      data:two
      data:  three
      data


      retry: 10
      unknown
      data: \u00e9\ud83d\ude00
      : inside

      """;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void events_are_the_same_wherever_chunks_end(String lineEnd) {
    Bytes stream = Bytes.utf8(STREAM.replace("\n", lineEnd));

    for (int split = 0; split <= stream.length(); split++) {
      var decoder = new SseDecoder();
      var units = new ArrayList<>(decoder.feed(cut(stream, 0, split)));
      units.addAll(decoder.feed(cut(stream, split, stream.length())));
      units.addAll(decoder.end());

      assertThat(raw(units)).isEqualTo(stream.utf8());
      assertThat(units.stream().filter(unit -> !unit.lines().isEmpty()).map(SseDecoderTest::said))
          .containsExactly(" one", "named two\n three\n", " \u00e9\ud83d\ude00");
    }
  }

  private static String said(Frame event) {
    return event.type() + " " + event.data().utf8();
  }

  @Test
  void a_comment_outside_of_events_does_not_wait() {
    assertThat(raw(new SseDecoder().feed(Bytes.utf8(": ping\n")))).isEqualTo(": ping\n");
  }

  @Test
  void an_event_ends_with_its_blank_line_though_a_line_feed_is_late() {
    var decoder = new SseDecoder();

    var before = decoder.feed(Bytes.utf8("data: [DONE]\r\n\r"));
    var after = decoder.feed(Bytes.utf8("\n"));

    assertThat(before).isEmpty();
    assertThat(raw(after)).isEqualTo("data: [DONE]\r\n\r\n");
  }

  @Test
  void what_is_left_at_the_end_is_given_out() {
    var decoder = new SseDecoder();
    decoder.feed(Bytes.utf8("data: [DO"));
    decoder.feed(Bytes.utf8("NE]"));

    assertThat(decoder.end())
        .singleElement()
        .satisfies(event -> assertThat(event.data().utf8()).isEqualTo("[DONE]"));
  }

  @Test
  void an_event_has_a_largest_size() {
    var decoder = new SseDecoder();

    decoder.feed(Bytes.utf8("data: " + "x".repeat(SseDecoder.EVENT_BYTES_MAX - 6)));
    assertThat(decoder.fault()).isEmpty();
    decoder.feed(Bytes.utf8("x"));

    assertThat(decoder.fault()).isEqualTo(Optional.of(BodyFault.TOO_LARGE));
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void a_comment_that_is_no_utf_8_is_a_fault() {
    var decoder = new SseDecoder();

    decoder.feed(Bytes.wrap(new byte[] {':', (byte) 0xc0, '\n'}));

    assertThat(decoder.fault()).isEqualTo(Optional.of(BodyFault.INVALID_UTF8));
  }

  @Test
  void an_edit_lands_in_the_line_that_its_data_came_from() {
    Bytes stream = Bytes.utf8("data: {\"a\":\ndata: \"bc\"}\n: d\n\n");
    Frame event = new SseDecoder().feed(stream).getFirst();
    int at = event.data().utf8().indexOf("bc");
    int aside = stream.utf8().indexOf("d\n\n");

    Bytes edited =
        event.edited(
            List.of(new Edit(at, at + 2, Bytes.utf8("x"))),
            List.of(new Edit(aside, aside + 1, Bytes.utf8("y"))));

    assertThat(edited.utf8()).isEqualTo("data: {\"a\":\ndata: \"x\"}\n: y\n\n");
  }

  private static String raw(List<Frame> units) {
    var out = new StringBuilder();
    for (Frame unit : units) out.append(unit.raw().utf8());
    return out.toString();
  }

  private static Bytes cut(Bytes whole, int from, int to) {
    return Bytes.wrap(Arrays.copyOfRange(whole.array(), from, to));
  }
}
