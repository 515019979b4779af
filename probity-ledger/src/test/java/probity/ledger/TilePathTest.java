package probity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The examples of C2SP tlog-tiles.
class TilePathTest {
  @Test
  void a_tile_lies_in_groups_of_three_digits() {
    assertThat(new TilePath(0, 0, 256).path()).isEqualTo("tile/0/000");
    assertThat(new TilePath(1, 1_234_067, 256).path()).isEqualTo("tile/1/x001/x234/067");
    assertThat(new TilePath(2, 273, 112).path()).isEqualTo("tile/2/273.p/112");
    assertThat(new TilePath(TilePath.ENTRIES, 1000, 1).path())
        .isEqualTo("tile/entries/x001/000.p/1");
  }

  @Test
  void a_path_is_the_same_in_a_locale_with_other_digits() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

      var path = new TilePath(0, 1_234_067, 256).path();

      assertThat(path).isEqualTo("tile/0/x001/x234/067");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_level_holds_one_hash_for_each_full_tile_below() {
    assertThat(TilePath.count(TilePath.ENTRIES, 70_000)).isEqualTo(70_000);
    assertThat(TilePath.count(0, 70_000)).isEqualTo(70_000);
    assertThat(TilePath.count(1, 70_000)).isEqualTo(273);
    assertThat(TilePath.count(2, 70_000)).isEqualTo(1);
    assertThat(TilePath.count(8, 70_000)).isZero();
    assertThat(TilePath.count(63, Long.MAX_VALUE)).isZero();
  }
}
