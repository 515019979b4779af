package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.TilePath;

class EdgeTest {
  @Test
  void an_edge_that_grows_in_any_steps_gives_the_root_and_tiles_of_the_whole() {
    Seeds.check(
        20,
        random -> {
          int size = 1 + random.nextInt(random.nextBoolean() ? 600 : 70_000);
          var leaves = leaves(size);
          Map<TilePath, Bytes> files = new HashMap<>();

          var edge = Edge.EMPTY;
          while (edge.size() < size) {
            int from = (int) edge.size();
            var step = leaves.subList(from, Math.min(size, from + 1 + random.nextInt(9_000)));
            var grown = edge.grow(step);
            grown.tiles().forEach(tile -> files.put(tile.path(), tile.content()));
            edge = grown.edge();
          }

          var hashes = leaves.stream().map(Edge.Leaf::hash).toList();
          assertThat(edge.root()).isEqualTo(MerkleTree.root(hashes));
          var whole = Edge.EMPTY.grow(leaves);
          for (Edge.Tile tile : whole.tiles()) {
            assertThat(files).containsEntry(tile.path(), tile.content());
          }
        });
  }

  @Test
  void the_size_of_the_specifications_example_has_its_tiles() {
    var tiles = Edge.EMPTY.grow(leaves(70_000)).tiles();

    assertThat(tiles.stream().filter(tile -> tile.path().level() == 0)).hasSize(274);
    assertThat(tiles)
        .extracting(Edge.Tile::path)
        .contains(new TilePath(0, 273, 112), new TilePath(1, 1, 17), new TilePath(2, 0, 1))
        .contains(new TilePath(TilePath.ENTRIES, 273, 112), new TilePath(1, 0, 256));
  }

  @Test
  void a_tile_that_did_not_change_is_not_made_again() {
    var edge = Edge.EMPTY.grow(leaves(300)).edge();

    var tiles = edge.grow(leaves(1)).tiles();

    assertThat(tiles)
        .extracting(Edge.Tile::path)
        .containsExactly(new TilePath(TilePath.ENTRIES, 1, 45), new TilePath(0, 1, 45));
  }

  private static List<Edge.Leaf> leaves(int count) {
    var leaves = new ArrayList<Edge.Leaf>(count);
    for (int i = 0; i < count; i++) {
      byte[] entry = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      leaves.add(new Edge.Leaf(Bytes.wrap(entry), Hash.leaf(entry)));
    }
    return leaves;
  }
}
