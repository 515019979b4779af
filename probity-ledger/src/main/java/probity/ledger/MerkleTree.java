package probity.ledger;

import java.util.ArrayList;
import java.util.List;

/// The growing tree of RFC 6962 section 2.1, kept as the roots of its full subtrees.
///
/// Not thread-safe. Adding a leaf costs at most log2(size) hashes; the tree keeps log2(size)
/// hashes.
public final class MerkleTree {
  private final List<Hash> peaks;
  private long size;

  public MerkleTree() {
    this.peaks = new ArrayList<>();
  }

  private MerkleTree(List<Hash> peaks, long size) {
    this.peaks = new ArrayList<>(peaks);
    this.size = size;
  }

  public MerkleTree copy() {
    return new MerkleTree(peaks, size);
  }

  public long size() {
    return size;
  }

  public void add(Hash leaf) {
    Hash node = leaf;
    // One subtree merges for each trailing one bit of the old size.
    for (long bits = size; (bits & 1) == 1; bits >>= 1) {
      node = Hash.node(peaks.removeLast(), node);
    }
    peaks.add(node);
    size++;
  }

  /// The root; of an empty tree, SHA-256 of nothing.
  public Hash root() {
    if (peaks.isEmpty()) return Hash.of(new byte[0]);
    Hash root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Hash.node(peaks.get(i), root);
    }
    return root;
  }

  /// The roots of the full subtrees, from the left.
  public List<Hash> peaks() {
    return List.copyOf(peaks);
  }

  /// The root over `hashes`, which are neighbours on one level, as a tree of their own.
  public static Hash root(List<Hash> hashes) {
    var tree = new MerkleTree();
    hashes.forEach(tree::add);
    return tree.root();
  }
}
