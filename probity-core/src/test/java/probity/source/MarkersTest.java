package probity.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkersTest {
  @Test
  void a_marker_is_read_wherever_it_stands() {
    assertThat(Markers.names("[src hr/a.md#14]\nText.\n[src hr:b 2]\\n\"[src hr/a.md#14] more"))
        .containsExactly("hr/a.md#14", "hr:b 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[src ]", "[src a", "[src a\n]", "[source a]", "[SRC a]", "src a]"})
  void what_is_none_is_not(String text) {
    assertThat(Markers.names(text)).isEmpty();
  }

  @Test
  void a_broken_one_does_not_hide_the_next() {
    assertThat(Markers.names("[src [src a]")).containsExactly("a");
    assertThat(Markers.names("[src " + "x".repeat(600) + "] [src b]")).containsExactly("b");
  }

  @Test
  void a_text_of_nothing_else_is_read_up_to_a_bound() {
    var text = new StringBuilder();
    for (int i = 0; i < 3000; i++) text.append("[src ").append(i).append(']');

    assertThat(Markers.names(text.toString())).hasSize(1024);
  }
}
