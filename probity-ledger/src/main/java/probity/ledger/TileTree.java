package probity.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The tree of a log of one size, read from its hash tiles (C2SP tlog-tiles): leaf hashes, roots
/// and the paths of RFC 6962 section 2.1, at the cost of a few tiles however long the log is.
///
/// The tiles are believed: a path shows something only once [Proofs] has checked it against a
/// signed checkpoint. Not thread-safe; keeps at most 64 tiles of 8 KiB.
public final class TileTree {
  private static final int HEIGHT = 8;
  private static final int KEPT = 64;

  private final long size;
  private final Function<TilePath, byte[]> tiles;
  private final Map<TilePath, byte[]> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  /// A tree of `size` leaves. `tiles` gives the bytes of a hash tile, with the width that a log of
  /// `size` entries has it in, and throws [UncheckedIOException] when it cannot.
  public TileTree(long size, Function<TilePath, byte[]> tiles) {
    if (size < 0) throw new IllegalArgumentException("size " + size + " is negative");
    this.size = size;
    this.tiles = tiles;
  }

  public long size() {
    return size;
  }

  /// The hash of leaf `index`. Throws [UncheckedIOException] for a tile of the wrong length, as all
  /// methods here do.
  public Hash leaf(long index) {
    return node(0, checked(index));
  }

  /// The root of the whole tree; of an empty one, SHA-256 of nothing.
  public Hash root() {
    return size == 0 ? MerkleTree.root(List.of()) : root(0, size);
  }

  /// The path from leaf `index` to the root, leaf side first.
  public List<Hash> inclusion(long index) {
    long at = checked(index);
    var path = new ArrayList<Hash>();
    long from = 0;
    long until = size;
    while (until - from > 1) {
      long middle = from + split(until - from);
      if (at < middle) {
        path.add(root(middle, until));
        until = middle;
      } else {
        path.add(root(from, middle));
        from = middle;
      }
    }
    return List.copyOf(path.reversed());
  }

  /// The proof that the tree of the first `old` leaves is a beginning of this tree.
  public List<Hash> consistency(long old) {
    if (old < 0 || old > size) {
      throw new IllegalArgumentException("no tree of " + old + " leaves among " + size);
    }
    var path = new ArrayList<Hash>();
    if (old == 0 || old == size) return List.of();
    long from = 0;
    long until = size;
    while (until != old) {
      long middle = from + split(until - from);
      if (old <= middle) {
        path.add(root(middle, until));
        until = middle;
      } else {
        path.add(root(from, middle));
        from = middle;
      }
    }
    // The old tree's own root is left out where it is a subtree by itself: whoever checks has it.
    if (from > 0) path.add(root(from, until));
    return List.copyOf(path.reversed());
  }

  private long checked(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " among " + size);
    }
    return index;
  }

  // Leaves from `from` until `until`, a subtree of the RFC's splitting: `from` is a multiple of the
  // least power of two that holds them.
  private Hash root(long from, long until) {
    long leaves = until - from;
    if (Long.bitCount(leaves) == 1) {
      int height = Long.numberOfTrailingZeros(leaves);
      return node(height, from >> height);
    }
    long middle = from + split(leaves);
    return Hash.node(root(from, middle), root(middle, until));
  }

  private static long split(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }

  // Node `index` of the full subtrees of 2^height leaves, from the hashes of one tile.
  private Hash node(int height, long index) {
    int level = height / HEIGHT;
    int hashes = 1 << (height % HEIGHT);
    long first = index * hashes;
    long tile = first / TilePath.FULL;
    long width = Math.min(TilePath.FULL, TilePath.count(level, size) - tile * TilePath.FULL);
    byte[] bytes = tile(new TilePath(level, tile, Math.toIntExact(width)));
    var tree = new MerkleTree();
    int at = (int) (first % TilePath.FULL);
    for (int i = at; i < at + hashes; i++) tree.add(Hash.copyOf(bytes, i * Hash.BYTES));
    return tree.root();
  }

  private byte[] tile(TilePath path) {
    byte[] known = kept.get(path);
    if (known != null) return known;
    byte[] bytes = tiles.apply(path);
    if (bytes.length != path.width() * Hash.BYTES) {
      throw new UncheckedIOException(
          new IOException(
              "`"
                  + path.path()
                  + "` has "
                  + bytes.length
                  + " bytes, "
                  + path.width() * Hash.BYTES
                  + " expected"));
    }
    kept.put(path, bytes);
    return bytes;
  }
}
