package probity.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkersTest {
  @Test
  void a_marker_is_read_wherever_it_stands() {
    assertThat(names("[src hr/a.md#14]\nText.\n[src hr:b 2]\\n\"[src hr/a.md#14] more"))
        .containsExactly("hr/a.md#14", "hr:b 2", "hr/a.md#14");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[src ]", "[src a", "[src a\n]", "[source a]", "[SRC a]", "src a]"})
  void what_is_none_is_not(String text) {
    assertThat(names(text)).isEmpty();
  }

  @Test
  void a_broken_one_does_not_hide_the_next() {
    assertThat(names("[src [src a]")).containsExactly("a");
    assertThat(names("[src " + "x".repeat(600) + "] [src b]")).containsExactly("b");
  }

  @Test
  void each_is_told_as_often_as_it_stands_there_and_none_hides_the_last() {
    assertThat(names("[src a][src a]" + "[src x]".repeat(3000) + "[src b]"))
        .hasSize(3003)
        .startsWith("a", "a")
        .endsWith("b");
  }

  private static List<String> names(String text) {
    var names = new ArrayList<String>();
    Markers.each(text, names::add);
    return names;
  }
}
