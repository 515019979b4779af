package probity.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.TilePath;

/// Builds the tree again from the entries and compares every hash tile, and at the end the root.
///
/// Holds one tile per level.
final class TreeCheck {
  private final Snapshot snapshot;
  private final Findings findings;
  private final List<Tile> open = new ArrayList<>();

  /// The tile of one level that is being filled, and the tree over it.
  private static final class Tile {
    private final byte[] bytes = new byte[Hash.BYTES * TilePath.FULL];
    private MerkleTree tree = new MerkleTree();
    private long index;

    int width() {
      return (int) tree.size();
    }
  }

  TreeCheck(Snapshot snapshot, Findings findings) {
    this.snapshot = snapshot;
    this.findings = findings;
  }

  void add(Hash leaf) {
    add(0, leaf);
  }

  private void add(int level, Hash hash) {
    if (level == open.size()) open.add(new Tile());
    var tile = open.get(level);
    hash.copyTo(tile.bytes, Hash.BYTES * tile.width());
    tile.tree.add(hash);
    if (tile.width() == TilePath.FULL) {
      compare(level, tile);
      add(level + 1, tile.tree.root());
      tile.tree = new MerkleTree();
      tile.index++;
    }
  }

  /// The root over all levels: the subtrees of higher levels stand to the left of lower ones.
  private Hash root() {
    var peaks = new ArrayList<Hash>();
    for (Tile tile : open.reversed()) peaks.addAll(tile.tree.peaks());
    if (peaks.isEmpty()) return new MerkleTree().root();
    Hash root = peaks.removeLast();
    for (Hash peak : peaks.reversed()) root = Hash.node(peak, root);
    return root;
  }

  /// After the last entry: the partial tiles and the root.
  void finish() {
    for (int level = 0; level < open.size(); level++) {
      if (open.get(level).width() > 0) compare(level, open.get(level));
    }
    Hash root = root();
    if (!root.equals(snapshot.checkpoint().root())) {
      findings.add(
          Fault.ROOT_MISMATCH,
          snapshot.files().place(Snapshot.CHECKPOINT),
          "the checkpoint states the root `"
              + snapshot.checkpoint().root().base64()
              + "`, the entries give `"
              + root.base64()
              + "`");
    }
  }

  private void compare(int level, Tile filled) {
    var path = new TilePath(level, filled.index, filled.width());
    var place = snapshot.files().place(path.path());
    var tile = snapshot.tile(path);
    if (tile.isEmpty()) {
      findings.add(Fault.MISSING, place, "this tile is not there");
      return;
    }
    byte[] expected = Arrays.copyOf(filled.bytes, Hash.BYTES * filled.width());
    int differs = Arrays.mismatch(expected, tile.get());
    if (differs >= 0) {
      findings.add(
          Fault.CONTENT_MISMATCH,
          Place.at(place.file(), differs),
          "this tile is not what the entries give");
    }
  }
}
