package probity.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tree and its proofs, against the roots that the transparency-log projects publish.
class MerkleTest {
  private static final List<Hash> LEAVES =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(hex -> Hash.leaf(HexFormat.of().parseHex(hex)))
          .toList();

  @ParameterizedTest
  @CsvSource({
    "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  })
  void the_root_is_the_published_one(int size, String root) {
    assertThat(MerkleTree.root(LEAVES.subList(0, size)).hex()).isEqualTo(root);
  }

  @Test
  void every_leaf_of_every_tree_has_a_proof_for_its_place_alone() {
    var leaves = IntStream.range(0, 70).mapToObj(i -> Hash.leaf(new byte[] {(byte) i})).toList();
    for (int size = 1; size <= 70; size++) {
      var tree = leaves.subList(0, size);
      var checkpoint = new Checkpoint("a", size, MerkleTree.root(tree));
      for (int index = 0; index < size; index++) {
        var path = Proofs.inclusion(index, tree);

        assertThat(Proofs.includes(checkpoint, index, tree.get(index), path)).isTrue();
        for (int other = -1; other <= size; other++) {
          if (other != index) {
            assertThat(Proofs.includes(checkpoint, other, tree.get(index), path)).isFalse();
          }
        }
        for (var spoilt : spoilt(path)) {
          assertThat(Proofs.includes(checkpoint, index, tree.get(index), spoilt)).isFalse();
        }
      }
    }
  }

  @Test
  void every_tree_is_a_proven_beginning_of_every_larger_one() {
    var leaves = IntStream.range(0, 40).mapToObj(i -> Hash.leaf(new byte[] {(byte) i})).toList();
    for (int size = 0; size <= 40; size++) {
      var newer = new Checkpoint("a", size, MerkleTree.root(leaves.subList(0, size)));
      for (int old = 0; old <= size; old++) {
        var older = new Checkpoint("a", old, MerkleTree.root(leaves.subList(0, old)));
        var path = Proofs.consistency(old, leaves.subList(0, size));

        assertThat(Proofs.consistent(older, newer, path)).isTrue();
        var forked = new Checkpoint("a", old, Hash.of(new byte[] {1}));
        assertThat(Proofs.consistent(forked, newer, path)).isFalse();
        for (var spoilt : spoilt(path)) {
          assertThat(Proofs.consistent(older, newer, spoilt)).isFalse();
        }
        assertThat(Proofs.consistent(new Checkpoint("b", old, older.root()), newer, path))
            .isFalse();
      }
    }
  }

  /// Each path with one hash too few, too many, or changed.
  private static List<List<Hash>> spoilt(List<Hash> path) {
    var all = new ArrayList<List<Hash>>();
    for (int i = 0; i <= path.size(); i++) {
      var longer = new ArrayList<>(path);
      longer.add(i, Hash.of(new byte[] {2}));
      all.add(longer);
      if (i == path.size()) break;
      var shorter = new ArrayList<>(path);
      shorter.remove(i);
      all.add(shorter);
      var changed = new ArrayList<>(path);
      changed.set(i, Hash.of(new byte[] {3}));
      all.add(changed);
    }
    return all;
  }

  @Test
  void the_end_to_end_vector_of_a_tlog_proof_is_included() {
    // Entries alpha, bravo, charlie; checkpoint and path as other tools made and accepted them.
    var checkpoint =
        new Checkpoint(
            "a", 3, Hash.copyOf(base64("1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw="), 0));
    var path =
        List.of(
            Hash.copyOf(base64("KhWNiv1I4/iMtBld/bKp5IF9lfpX/TREDZP5quXE+Cs="), 0),
            Hash.copyOf(base64("+TGWLwkXw0bURyk8B7aHrhYJ9wA/ikSganXEFFseGSk="), 0));
    var leaf = Hash.leaf("bravo".getBytes(US_ASCII));

    assertThat(Proofs.includes(checkpoint, 1, leaf, path)).isTrue();
    assertThat(Proofs.includes(checkpoint, 0, leaf, path)).isFalse();
  }

  private static byte[] base64(String text) {
    return Base64s.decode(text).orThrow();
  }
}
