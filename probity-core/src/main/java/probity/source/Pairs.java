package probity.source;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Which document has which fingerprint: hash, number of the document, set of its versions; rising
/// by hash, then by document. Twelve bytes each, little-endian, behind twelve that say how many.
final class Pairs {
  static final int BYTES = 12;
  static final int SOURCES_MAX = 1 << 24;
  static final Pairs NONE = new Pairs(MemorySegment.ofArray(new byte[BYTES]), 0);

  private static final ValueLayout.OfLong HASH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt HOLDER =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment segment;
  private long size;

  private Pairs(MemorySegment segment, long size) {
    this.segment = segment;
    this.size = size;
  }

  /// None yet, with room for `count`.
  static Pairs in(Room room, long count) {
    return new Pairs(room.take(Room.Part.PAIRS, (count + 1) * BYTES), 0);
  }

  static Pairs read(MemorySegment segment) {
    return new Pairs(segment, segment.get(HASH, 0));
  }

  static int holder(int source, int versions) {
    return source << Source.VERSIONS_MAX | versions;
  }

  static int source(int holder) {
    return holder >>> Source.VERSIONS_MAX;
  }

  static int versions(int holder) {
    return holder & ((1 << Source.VERSIONS_MAX) - 1);
  }

  long size() {
    return size;
  }

  long hash(long index) {
    return segment.get(HASH, (index + 1) * BYTES);
  }

  int holder(long index) {
    return segment.get(HOLDER, (index + 1) * BYTES + Long.BYTES);
  }

  void add(long hash, int holder) {
    size++;
    segment.set(HASH, size * BYTES, hash);
    segment.set(HOLDER, size * BYTES + Long.BYTES, holder);
  }

  /// Says how many there are, behind the last one.
  void end() {
    segment.set(HASH, 0, size);
  }

  /// The index behind the last pair with the hash of the one at `from`.
  long endOfRun(long from) {
    long hash = hash(from);
    long end = from + 1;
    while (end < size && hash(end) == hash) end++;
    return end;
  }
}
