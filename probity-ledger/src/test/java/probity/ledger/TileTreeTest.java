package probity.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Paths that are read from tiles are those that [Proofs] makes from all leaves.
class TileTreeTest {
  private static final int SIZES = 600;
  private static final List<Hash> LEAVES = leaves(70_000);

  @Test
  void every_inclusion_path_of_every_size_is_that_of_the_leaves() {
    for (int size = 1; size <= SIZES; size++) {
      var leaves = LEAVES.subList(0, size);
      var tree = new TileTree(size, tiles(leaves)::read);
      var checkpoint = new Checkpoint("log", size, MerkleTree.root(leaves));

      assertThat(tree.root()).isEqualTo(checkpoint.root());
      for (int index = 0; index < size; index += step(size)) {
        var path = tree.inclusion(index);

        assertThat(path).isEqualTo(Proofs.inclusion(index, leaves));
        assertThat(Proofs.includes(checkpoint, index, tree.leaf(index), path)).isTrue();
      }
    }
  }

  @Test
  void every_consistency_path_between_small_sizes_is_that_of_the_leaves() {
    for (int size = 0; size <= SIZES; size++) {
      var leaves = LEAVES.subList(0, size);
      var tree = new TileTree(size, tiles(leaves)::read);
      for (int old = 0; old <= size; old += step(size)) {
        assertThat(tree.consistency(old)).isEqualTo(Proofs.consistency(old, leaves));
      }
    }
  }

  @Test
  void paths_over_three_levels_of_tiles_are_those_of_the_leaves() {
    var random = new Random(7);
    for (int size : List.of(65_535, 65_536, 65_537, 69_000 + random.nextInt(1_000))) {
      var leaves = LEAVES.subList(0, size);
      var tree = new TileTree(size, tiles(leaves)::read);
      for (int i = 0; i < 2; i++) {
        int at = random.nextInt(size);

        assertThat(tree.inclusion(at)).isEqualTo(Proofs.inclusion(at, leaves));
        assertThat(tree.consistency(at)).isEqualTo(Proofs.consistency(at, leaves));
      }
    }
  }

  @Test
  void a_path_of_a_long_log_reads_a_few_tiles() {
    var read = new ArrayList<TilePath>();
    var tiles = tiles(LEAVES);
    var tree =
        new TileTree(
            LEAVES.size(),
            path -> {
              read.add(path);
              return tiles.read(path);
            });

    tree.inclusion(12_345);

    assertThat(read).hasSizeLessThanOrEqualTo(6).doesNotHaveDuplicates();
  }

  @Test
  void a_tile_of_the_wrong_length_is_a_failure_to_read() {
    var tree = new TileTree(3, _ -> new byte[Hash.BYTES]);

    assertThatThrownBy(() -> tree.inclusion(0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("`tile/0/000.p/3` has 32 bytes, 96 expected");
  }

  @Test
  void there_is_no_path_for_what_is_not_in_the_tree() {
    var tree = new TileTree(3, _ -> new byte[3 * Hash.BYTES]);

    assertThatThrownBy(() -> tree.inclusion(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.consistency(4)).isInstanceOf(IllegalArgumentException.class);
  }

  /// All places of small trees, some of larger ones: a path from leaves costs as many hashes.
  private static int step(int size) {
    return size < 70 ? 1 : 61 + size % 7;
  }

  private record Tiles(Map<TilePath, byte[]> files) {
    byte[] read(TilePath path) {
      byte[] bytes = files.get(path);
      if (bytes == null) throw new UncheckedIOException(new IOException("no " + path.path()));
      return bytes;
    }
  }

  private static Tiles tiles(List<Hash> leaves) {
    var files = new HashMap<TilePath, byte[]>();
    var hashes = leaves;
    for (int level = 0; !hashes.isEmpty(); level++) {
      var above = new ArrayList<Hash>();
      for (int from = 0; from < hashes.size(); from += TilePath.FULL) {
        var part = hashes.subList(from, Math.min(from + TilePath.FULL, hashes.size()));
        byte[] tile = new byte[part.size() * Hash.BYTES];
        for (int i = 0; i < part.size(); i++) part.get(i).copyTo(tile, i * Hash.BYTES);
        files.put(new TilePath(level, from / TilePath.FULL, part.size()), tile);
        if (part.size() == TilePath.FULL) above.add(MerkleTree.root(part));
      }
      hashes = above;
    }
    return new Tiles(files);
  }

  private static List<Hash> leaves(int count) {
    var leaves = new ArrayList<Hash>();
    for (int i = 0; i < count; i++) {
      leaves.add(Hash.leaf(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)}));
    }
    return leaves;
  }
}
