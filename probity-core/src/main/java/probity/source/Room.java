package probity.source;

import java.lang.foreign.MemorySegment;

/// Where an index puts what it is made of; a server's is files that are mapped.
@FunctionalInterface
public interface Room {
  /// On the heap, for small indexes.
  Room HEAP = (_, bytes) -> MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);

  /// Zeros, `bytes` many. What was taken before under this name stays as it is until it is no
  /// longer used.
  MemorySegment take(Part part, long bytes);

  /// What there is of an index beside its catalogue.
  enum Part {
    PAIRS("pairs"),
    HOLDINGS("holdings"),
    TABLE("table");

    private final String word;

    Part(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
