package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.ledger.Hash;

class SealingTest {
  private final Sealing empty = new Sealing("probity.example/records", Edge.EMPTY, "");

  @Test
  void the_head_is_committed_before_any_reader_can_see_it() {
    var step = empty.seal(List.of(placed(0, List.of())));

    assertThat(step.effects())
        .extracting(effect -> effect.getClass().getSimpleName())
        .containsExactly(
            "StageTiles", "CommitHead", "PublishTiles", "PublishCheckpoint", "DropPartials");
    assertThat(step.next().checkpoint().size()).isEqualTo(1);
  }

  @Test
  void blobs_go_with_the_tiles_of_the_entries_that_name_them() {
    var step = empty.seal(List.of(placed(0, List.of("ab")), placed(1, List.of("ab"))));

    assertThat(step.effects().get(2))
        .isInstanceOfSatisfying(
            Effect.PublishTiles.class, tiles -> assertThat(tiles.blobs()).containsExactly("ab"));
  }

  @Test
  void a_policy_comes_into_force_with_the_checkpoint_that_covers_its_entry() {
    var step = empty.seal(List.of(stating(0, "genesis", "aa"), stating(1, "policy", "bb")));

    assertThat(step.effects())
        .contains(new Effect.CommitHead(step.next().checkpoint(), "bb"))
        .containsSubsequence(
            new Effect.PublishPolicy("bb"), new Effect.PublishCheckpoint(step.next().checkpoint()));
    var later = step.next().seal(List.of(placed(2, List.of())));
    assertThat(later.effects())
        .contains(new Effect.CommitHead(later.next().checkpoint(), "bb"))
        .noneMatch(Effect.PublishPolicy.class::isInstance);
  }

  private static Placed stating(long index, String kind, String policy) {
    var entry = Bytes.utf8("entry " + index);
    return new Placed(
        "records", index, entry, Hash.leaf(entry.array()), kind, Optional.of(policy), List.of());
  }

  @Test
  void nothing_new_is_no_effect() {
    assertThat(empty.seal(List.of()).effects()).isEmpty();
  }

  @Test
  void an_entry_out_of_order_is_never_sealed() {
    assertThatThrownBy(() -> empty.seal(List.of(placed(1, List.of()))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("entry 1 where 0 is next");
  }

  private static Placed placed(long index, List<String> blobs) {
    var entry = Bytes.utf8("entry " + index);
    return new Placed(
        "records", index, entry, Hash.leaf(entry.array()), "bundle", Optional.empty(), blobs);
  }
}
