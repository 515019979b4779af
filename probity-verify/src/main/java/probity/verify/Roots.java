package probity.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.TilePath;

/// The roots that a checked log had when it was smaller, from its hash tiles.
///
/// A tree of `size` leaves is a row of full subtrees, one per one bit of `size`; each is the tree
/// over at most 128 neighbours in one tile.
///
/// Keeps the tiles that it read last: claims of one log follow each other closely.
final class Roots {
  private static final int TILES_MAX = 64;

  private final Snapshot snapshot;

  private final Map<TilePath, Optional<byte[]>> tiles =
      new LinkedHashMap<>(TILES_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, Optional<byte[]>> eldest) {
          return size() > TILES_MAX;
        }
      };

  Roots(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /// The root over the first `size` entries, or empty where the log is smaller or a tile is unfit.
  Optional<Hash> at(long size) {
    if (size < 1 || size > snapshot.checkpoint().size()) return Optional.empty();
    var peaks = new ArrayList<Hash>();
    long start = 0;
    for (int bit = 62; bit >= 0; bit--) {
      if ((size >> bit & 1) == 0) continue;
      var peak = subtree(bit, start);
      if (peak.isEmpty()) return Optional.empty();
      peaks.add(peak.get());
      start += 1L << bit;
    }
    Hash root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) root = Hash.node(peaks.get(i), root);
    return Optional.of(root);
  }

  /// The root of the full subtree over the 2^`bit` leaves from `start`.
  private Optional<Hash> subtree(int bit, long start) {
    int level = bit / 8;
    long first = start >> (8 * level);
    TilePath path = snapshot.layout().tile(level, first / TilePath.FULL);
    int offset = (int) (first % TilePath.FULL);
    int count = 1 << bit % 8;
    return tiles
        .computeIfAbsent(path, snapshot::tile)
        .filter(tile -> tile.length == Hash.BYTES * path.width())
        .map(tile -> {
          List<Hash> hashes = new ArrayList<>();
          for (int i = offset; i < offset + count; i++) {
            hashes.add(Hash.copyOf(tile, i * Hash.BYTES));
          }
          return MerkleTree.root(hashes);
        });
  }
}
