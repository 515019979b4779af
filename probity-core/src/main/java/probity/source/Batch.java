package probity.source;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Pairs that are collected before they are merged into those of an index.
final class Batch {
  private static final int RADIX_BITS = 16;
  private static final int RADIX = 1 << RADIX_BITS;

  private long[] hashes = new long[1 << 12];
  private int[] holders = new int[1 << 12];
  private int size;

  int size() {
    return size;
  }

  long hash(int index) {
    return hashes[index];
  }

  int holder(int index) {
    return holders[index];
  }

  void add(long hash, int holder) {
    if (size == hashes.length) {
      int length = size + (size >> 1);
      hashes = Arrays.copyOf(hashes, length);
      holders = Arrays.copyOf(holders, length);
    }
    hashes[size] = hash;
    holders[size++] = holder;
  }

  /// Sorts by hash as an unsigned number, then by document: digit by digit, the lowest first.
  void sort() {
    for (int shift = 0; shift < Integer.SIZE; shift += RADIX_BITS) by(i -> holders[i], shift);
    for (int shift = 0; shift < Long.SIZE; shift += RADIX_BITS) by(i -> hashes[i], shift);
  }

  private void by(IntToLongFunction key, int shift) {
    int[] places = new int[RADIX + 1];
    for (int i = 0; i < size; i++) places[digit(key.applyAsLong(i), shift) + 1]++;
    for (int i = 1; i < places.length; i++) places[i] += places[i - 1];
    long[] hashesThen = new long[hashes.length];
    int[] holdersThen = new int[holders.length];
    for (int i = 0; i < size; i++) {
      int to = places[digit(key.applyAsLong(i), shift)]++;
      hashesThen[to] = hashes[i];
      holdersThen[to] = holders[i];
    }
    hashes = hashesThen;
    holders = holdersThen;
  }

  private static int digit(long value, int shift) {
    return (int) (value >>> shift) & (RADIX - 1);
  }
}
