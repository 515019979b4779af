package probity.ledger;

import java.util.ArrayList;
import java.util.List;

/// Inclusion and consistency proofs (RFC 6962 section 2.1), made from leaf hashes and checked by
/// the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.
public final class Proofs {
  private Proofs() {}

  /// The path from leaf `index` to the root of the first `leaves.size()` leaves, leaf side first.
  public static List<Hash> inclusion(int index, List<Hash> leaves) {
    if (index < 0 || index >= leaves.size()) throw new IllegalArgumentException("no such leaf");
    var path = new ArrayList<Hash>();
    path(index, leaves, path);
    return List.copyOf(path);
  }

  private static void path(int index, List<Hash> leaves, List<Hash> path) {
    if (leaves.size() == 1) return;
    int split = Integer.highestOneBit(leaves.size() - 1);
    if (index < split) {
      path(index, leaves.subList(0, split), path);
      path.add(MerkleTree.root(leaves.subList(split, leaves.size())));
    } else {
      path(index - split, leaves.subList(split, leaves.size()), path);
      path.add(MerkleTree.root(leaves.subList(0, split)));
    }
  }

  /// Whether `path` proves that `leaf` stands at `index` of the tree that `checkpoint` states.
  public static boolean includes(Checkpoint checkpoint, long index, Hash leaf, List<Hash> path) {
    if (index < 0 || index >= checkpoint.size()) return false;
    long fn = index;
    long sn = checkpoint.size() - 1;
    Hash node = leaf;
    for (Hash sibling : path) {
      if (sn == 0) return false;
      if ((fn & 1) == 1 || fn == sn) {
        node = Hash.node(sibling, node);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        node = Hash.node(node, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && node.equals(checkpoint.root());
  }

  /// The proof that the tree of the first `old` leaves is a beginning of the tree of all `leaves`.
  public static List<Hash> consistency(int old, List<Hash> leaves) {
    if (old < 0 || old > leaves.size()) throw new IllegalArgumentException("no such tree");
    var path = new ArrayList<Hash>();
    if (old > 0 && old < leaves.size()) subproof(old, leaves, true, path);
    return List.copyOf(path);
  }

  private static void subproof(int old, List<Hash> leaves, boolean whole, List<Hash> path) {
    if (old == leaves.size()) {
      if (!whole) path.add(MerkleTree.root(leaves));
      return;
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    if (old <= split) {
      subproof(old, leaves.subList(0, split), whole, path);
      path.add(MerkleTree.root(leaves.subList(split, leaves.size())));
    } else {
      subproof(old - split, leaves.subList(split, leaves.size()), false, path);
      path.add(MerkleTree.root(leaves.subList(0, split)));
    }
  }

  /// Whether `path` proves that the tree of `older` is a beginning of the tree of `newer`, both of
  /// the same log.
  public static boolean consistent(Checkpoint older, Checkpoint newer, List<Hash> path) {
    if (!older.origin().equals(newer.origin()) || older.size() > newer.size()) return false;
    if (older.size() == newer.size()) return path.isEmpty() && older.root().equals(newer.root());
    if (older.size() == 0) return path.isEmpty() && older.root().equals(new MerkleTree().root());
    var nodes = new ArrayList<>(path);
    if (Long.bitCount(older.size()) == 1) nodes.addFirst(older.root());
    if (nodes.isEmpty()) return false;
    long fn = older.size() - 1;
    long sn = newer.size() - 1;
    while ((fn & 1) == 1) {
      fn >>= 1;
      sn >>= 1;
    }
    Hash fr = nodes.getFirst();
    Hash sr = fr;
    for (Hash node : nodes.subList(1, nodes.size())) {
      if (sn == 0) return false;
      if ((fn & 1) == 1 || fn == sn) {
        fr = Hash.node(node, fr);
        sr = Hash.node(node, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sr = Hash.node(sr, node);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && fr.equals(older.root()) && sr.equals(newer.root());
  }
}
