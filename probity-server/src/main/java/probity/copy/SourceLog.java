package probity.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.TilePath;
import probity.publish.PublishedLog;

/// Reads one log for a copy, and holds what it reads to the tree: a copy must not take over what a
/// verifier would reject.
record SourceLog(PublishedLog log) {
  /// A tile or bundle, at the width of `path`.
  Bytes read(TilePath path) throws IOException {
    var opened =
        log.tile(path).orElseThrow(() -> new IOException("`" + path.path() + "` is not published"));
    try (opened) {
      return Bytes.wrap(opened.bytes());
    }
  }

  List<Hash> hashes(TilePath path) throws IOException {
    byte[] bytes = read(path).array();
    var hashes = new ArrayList<Hash>(path.width());
    for (int i = 0; i < path.width(); i++) hashes.add(Hash.copyOf(bytes, i * Hash.BYTES));
    return hashes;
  }

  /// The root of the first `size` entries, from the tiles at that edge: the nodes that one level's
  /// partial tile lists, and after them the root of what lies below them.
  Hash root(long size) throws IOException {
    List<Hash> below = List.of();
    for (int level = 0; TilePath.count(level, size) > 0; level++) {
      long count = TilePath.count(level, size);
      int width = (int) (count % TilePath.FULL);
      var nodes = new ArrayList<Hash>();
      if (width > 0) nodes.addAll(hashes(new TilePath(level, count / TilePath.FULL, width)));
      nodes.addAll(below);
      below = nodes.isEmpty() ? List.of() : List.of(MerkleTree.root(nodes));
    }
    return below.isEmpty() ? MerkleTree.root(List.of()) : below.getFirst();
  }

  /// That a full tile has the hash that the tile above it states.
  void checkAgainstAbove(TilePath full) throws IOException {
    int place = (int) (full.index() % TilePath.FULL);
    var above = new TilePath(full.level() + 1, full.index() / TilePath.FULL, place + 1);
    if (!MerkleTree.root(hashes(full)).equals(hashes(above).getLast())) {
      throw new CopyFault(where(full) + " does not have the hash that the tile above it states");
    }
  }

  /// That the entries of a bundle have the hashes that the tile of leaves states.
  void checkLeaves(TilePath bundle, List<byte[]> entries) throws IOException {
    var leaves = hashes(new TilePath(0, bundle.index(), bundle.width()));
    if (!leaves.equals(entries.stream().map(Hash::leaf).toList())) {
      throw new CopyFault(where(bundle) + " does not have the hashes that the leaves' tile states");
    }
  }

  private String where(TilePath path) {
    return "`" + log.name() + "/" + path.path() + "` of the ledger";
  }
}
