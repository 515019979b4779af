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
  private final MerkleTree tree = new MerkleTree();
  private final List<List<Hash>> open = new ArrayList<>();
  private final List<Long> done = new ArrayList<>();

  TreeCheck(Snapshot snapshot, Findings findings) {
    this.snapshot = snapshot;
    this.findings = findings;
  }

  void add(Hash leaf) {
    tree.add(leaf);
    add(0, leaf);
  }

  private void add(int level, Hash hash) {
    if (level == open.size()) {
      open.add(new ArrayList<>());
      done.add(0L);
    }
    var tile = open.get(level);
    tile.add(hash);
    if (tile.size() == TilePath.FULL) {
      compare(level, tile);
      add(level + 1, MerkleTree.root(tile));
      tile.clear();
      done.set(level, done.get(level) + 1);
    }
  }

  /// After the last entry: the partial tiles and the root.
  void finish() {
    for (int level = 0; level < open.size(); level++) {
      if (!open.get(level).isEmpty()) compare(level, open.get(level));
    }
    if (!tree.root().equals(snapshot.checkpoint().root())) {
      findings.add(
          Fault.ROOT_MISMATCH,
          snapshot.files().place(Snapshot.CHECKPOINT),
          "the checkpoint states the root `"
              + snapshot.checkpoint().root().base64()
              + "`, the entries give `"
              + tree.root().base64()
              + "`");
    }
  }

  private void compare(int level, List<Hash> hashes) {
    var path = new TilePath(level, done.get(level), hashes.size());
    var place = snapshot.files().place(path.path());
    var tile = snapshot.tile(path);
    if (tile.isEmpty()) {
      findings.add(Fault.MISSING, place, "this tile is not there");
      return;
    }
    byte[] expected = new byte[Hash.BYTES * hashes.size()];
    for (int i = 0; i < hashes.size(); i++) hashes.get(i).copyTo(expected, i * Hash.BYTES);
    int differs = Arrays.mismatch(expected, tile.get());
    if (differs >= 0) {
      findings.add(
          Fault.CONTENT_MISMATCH,
          Place.at(place.file(), differs),
          "this tile is not what the entries give");
    }
  }
}
