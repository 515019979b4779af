package probity.source;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import probity.ledger.Hash;

/// The fingerprints of all sources, for looking up.
///
/// The table holds those that stand in one document alone (or in near-duplicates of one); the
/// others cannot tell where a text came from. A slot has eight bytes: 32 bits of the hash and the
/// number of a holding, and which bits of the hash decide where the search begins. Slots are in the
/// order of the hashes, so the table follows from what it holds.
///
/// Immutable. Its parts may be files that are mapped, and are read from the threads of the gateway.
public final class SourceIndex {
  /// Of a hundred slots so many are used.
  static final int FILLED_PERCENT = 70;

  static final ValueLayout.OfLong SLOT =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Catalogue catalogue;
  private final Hash version;
  private final Pairs pairs;
  private final Holdings holdings;
  private final MemorySegment table;
  private final long homes;

  private SourceIndex(
      Catalogue catalogue, Pairs pairs, Holdings holdings, MemorySegment table, long homes) {
    this.catalogue = catalogue;
    this.version = catalogue.version();
    this.pairs = pairs;
    this.holdings = holdings;
    this.table = table;
    this.homes = homes;
  }

  /// Without a source.
  public static SourceIndex empty() {
    return new SourceIndex(
        Catalogue.EMPTY, Pairs.NONE, Holdings.NONE, MemorySegment.ofArray(new byte[8]), 0);
  }

  /// From what a [Room] kept of an index with this catalogue.
  public static SourceIndex of(Catalogue catalogue, Map<Room.Part, MemorySegment> parts) {
    var pairs = parts.get(Room.Part.PAIRS);
    var holdings = parts.get(Room.Part.HOLDINGS);
    var table = parts.get(Room.Part.TABLE);
    if (pairs == null || holdings == null || table == null) {
      throw new IllegalArgumentException("a part of the index is missing");
    }
    return of(catalogue, Pairs.read(pairs), Holdings.read(holdings), table);
  }

  static SourceIndex of(Catalogue catalogue, Pairs pairs, Holdings holdings, MemorySegment table) {
    return new SourceIndex(catalogue, pairs, holdings, table, table.get(SLOT, 0));
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /// Changes with every source that is added or changed.
  public Hash version() {
    return version;
  }

  /// Bytes that looking up needs in memory; the catalogue's objects are not counted.
  public long bytes() {
    return table.byteSize() + holdings.bytes();
  }

  /// How many fingerprints there are, and how many of them tell where a text came from.
  public long fingerprints() {
    return pairs.size();
  }

  public long telling() {
    return holdings.telling();
  }

  /// Fingerprints that are those of this source alone, or of it and near-duplicates.
  public int telling(String id) {
    return catalogue.number(id).map(holdings::telling).orElse(0);
  }

  Pairs pairs() {
    return pairs;
  }

  Holdings holdings() {
    return holdings;
  }

  /// Where the search for a hash begins.
  static long home(long hash, long homes) {
    return 1 + Math.unsignedMultiplyHigh(hash, homes);
  }

  static long slot(long hash, int holding) {
    return hash << 32 | (holding + 1);
  }

  /// For each hash the number of its holding, or -1.
  int[] holdings(long[] hashes) {
    int[] found = new int[hashes.length];
    long[] first = new long[hashes.length];
    // All first slots at once: these reads miss every cache, and do not wait for each other.
    for (int i = 0; i < hashes.length; i++) {
      first[i] = table.getAtIndex(SLOT, home(hashes[i], homes));
    }
    for (int i = 0; i < hashes.length; i++) found[i] = holding(hashes[i], first[i]);
    return found;
  }

  private int holding(long hash, long first) {
    long slot = first;
    for (long at = home(hash, homes); slot != 0; slot = table.getAtIndex(SLOT, ++at)) {
      if ((int) (slot >>> 32) == (int) hash) return (int) slot - 1;
    }
    return -1;
  }
}
