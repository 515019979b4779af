package probity.ledger;

import java.util.Locale;

/// Where a tile lies (C2SP tlog-tiles): `tile/<level>/<index>[.p/<width>]`, with `entries` in place
/// of the level for entry bundles. Hash tiles and bundles are 256 wide when full.
public record TilePath(int level, long index, int width) {
  /// The pseudo-level of entry bundles.
  public static final int ENTRIES = -1;

  public static final int FULL = 256;

  public TilePath {
    if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException("no tile " + level + "/" + index + " of width " + width);
    }
  }

  /// The path below the log's folder, with `/` between names.
  public String path() {
    var number = new StringBuilder(group(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      number.insert(0, "x" + group(rest % 1000) + "/");
    }
    return "tile/"
        + (level == ENTRIES ? "entries" : Integer.toString(level))
        + "/"
        + number
        + (width == FULL ? "" : ".p/" + width);
  }

  // In the root locale: some others have digits of their own.
  private static String group(long number) {
    return String.format(Locale.ROOT, "%03d", number);
  }

  /// How many hashes (or entries) level `level` of a log of `size` entries has in all.
  public static long count(int level, long size) {
    if (level <= 0) return size;
    // A shift by 64 or more would wrap around.
    return level < 8 ? size >> (8 * level) : 0;
  }
}
