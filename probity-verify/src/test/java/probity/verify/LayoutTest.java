package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  @Test
  void a_log_of_70000_entries_has_three_levels_and_a_partial_tile_on_each() {
    var layout = new Layout(70_000);

    assertThat(layout.levels()).isEqualTo(3);
    assertThat(layout.edge())
        .extracting(tile -> tile.path())
        .containsExactly(
            "tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
    assertThat(layout.has("tile/0/272")).isTrue();
    assertThat(layout.has("tile/1/000")).isTrue();
  }

  @Test
  void a_full_log_has_no_edge_where_it_is_full() {
    assertThat(new Layout(256).edge())
        .extracting(tile -> tile.path())
        .containsExactly("tile/1/000.p/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/273",
        "tile/0/273.p/111",
        "tile/0/273.p/0112",
        "tile/0/272.p/255",
        "tile/0/274",
        "tile/00/272",
        "tile/3/000",
        "tile/0/x000/272",
        "tile/0/0272",
        "tile/-1/000",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/entries/x999/x999/x999/x999/x999/999",
        "tile/0/272/",
        "TILE/0/272",
        "tile/entries/273.p/256",
        "tile/64/000"
      })
  void a_path_of_another_form_or_place_is_no_part_of_it(String path) {
    assertThat(new Layout(70_000).has(path)).isFalse();
  }
}
