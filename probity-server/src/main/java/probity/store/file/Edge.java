package probity.store.file;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.EntryBundle;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.TilePath;

/// The right edge of a log: the unfinished tile of each level and the unfinished bundle. It is all
/// that is needed to go on, and it alone determines the root.
///
/// @param tiles by level from 0, at most 255 hashes each
/// @param bundle the entries under the unfinished tile of level 0
record Edge(long size, List<List<Hash>> tiles, List<Bytes> bundle) {
  static final Edge EMPTY = new Edge(0, List.of(), List.of());

  Edge {
    tiles = tiles.stream().map(List::copyOf).toList();
    bundle = List.copyOf(bundle);
  }

  /// A new or changed file of the log.
  record Tile(TilePath path, Bytes content) {}

  /// An entry and its leaf hash.
  record Leaf(Bytes entry, Hash hash) {}

  /// A grown edge, with the files that differ from those of the old one.
  record Grown(Edge edge, List<Tile> tiles) {
    Grown {
      tiles = List.copyOf(tiles);
    }
  }

  /// The root of the whole log. A tile's hashes are the roots of full subtrees, and all that is to
  /// the right of them is one smaller subtree: RFC 6962's tree over both.
  Hash root() {
    var right = new ArrayList<Hash>();
    for (List<Hash> tile : tiles) {
      var nodes = new ArrayList<>(tile);
      nodes.addAll(right);
      right.clear();
      if (!nodes.isEmpty()) right.add(MerkleTree.root(nodes));
    }
    return right.isEmpty() ? new MerkleTree().root() : right.getFirst();
  }

  Grown grow(List<Leaf> leaves) {
    var growth = new Growth(this);
    leaves.forEach(growth::add);
    return growth.finish();
  }

  static byte[] hashes(List<Hash> tile) {
    byte[] content = new byte[tile.size() * Hash.BYTES];
    for (int i = 0; i < tile.size(); i++) tile.get(i).copyTo(content, i * Hash.BYTES);
    return content;
  }

  /// An edge while it grows.
  private static final class Growth {
    private final Edge from;
    private final List<List<Hash>> tiles = new ArrayList<>();
    private final List<Bytes> bundle;
    private final List<Tile> made = new ArrayList<>();
    private long size;

    Growth(Edge from) {
      this.from = from;
      this.size = from.size;
      from.tiles.forEach(tile -> tiles.add(new ArrayList<>(tile)));
      this.bundle = new ArrayList<>(from.bundle);
    }

    void add(Leaf leaf) {
      size++;
      bundle.add(leaf.entry);
      if (bundle.size() == TilePath.FULL) {
        make(TilePath.ENTRIES, bundleBytes());
        bundle.clear();
      }
      add(0, leaf.hash);
    }

    private void add(int level, Hash hash) {
      if (tiles.size() == level) tiles.add(new ArrayList<>());
      var tile = tiles.get(level);
      tile.add(hash);
      if (tile.size() < TilePath.FULL) return;
      make(level, hashes(tile));
      Hash root = MerkleTree.root(tile);
      tile.clear();
      add(level + 1, root);
    }

    Grown finish() {
      if (!bundle.isEmpty() && size > from.size) make(TilePath.ENTRIES, bundleBytes());
      for (int level = 0; level < tiles.size(); level++) {
        boolean changed = TilePath.count(level, size) > TilePath.count(level, from.size);
        if (changed && !tiles.get(level).isEmpty()) make(level, hashes(tiles.get(level)));
      }
      return new Grown(new Edge(size, tiles, bundle), made);
    }

    private byte[] bundleBytes() {
      return EntryBundle.encode(bundle.stream().map(Bytes::array).toList());
    }

    /// The last tile of a level, full or not.
    private void make(int level, byte[] content) {
      long last = TilePath.count(level, size) - 1;
      int width = (int) (last % TilePath.FULL) + 1;
      made.add(new Tile(new TilePath(level, last / TilePath.FULL, width), Bytes.wrap(content)));
    }
  }
}
