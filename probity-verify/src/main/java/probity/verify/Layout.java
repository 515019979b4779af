package probity.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import probity.ledger.TilePath;

/// Which tiles and bundles a log of `size` entries has: every full one, and one partial one per
/// level where the size does not fill it.
record Layout(long size) {
  private static final Pattern TILE =
      Pattern.compile(
          "tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  /// The levels that have a hash: 0 up to the one where a single tile is left.
  int levels() {
    int levels = 1;
    while (levels < 8 && size >> (8 * levels) > 0) levels++;
    return levels;
  }

  /// How many hashes (or entries) a level has.
  long count(int level) {
    return level <= 0 ? size : size >> (8 * level);
  }

  /// The tile at `index`, as wide as it is for this size.
  TilePath tile(int level, long index) {
    long left = count(level) - index * TilePath.FULL;
    return new TilePath(level, index, (int) Math.min(TilePath.FULL, left));
  }

  /// The tiles at the right edge that are not full; a later size has others in their place.
  List<TilePath> edge() {
    var edge = new ArrayList<TilePath>();
    for (int level = TilePath.ENTRIES; level < levels(); level++) {
      long full = count(level) / TilePath.FULL;
      if (count(level) % TilePath.FULL != 0) edge.add(tile(level, full));
    }
    return List.copyOf(edge);
  }

  /// Whether a tile or bundle of this size lies at `path`, written in its one form.
  boolean has(String path) {
    var match = TILE.matcher(path);
    if (!match.matches()) return false;
    int level =
        match.group(1).equals("entries") ? TilePath.ENTRIES : Integer.parseInt(match.group(1));
    long index = Long.parseLong(match.group(2).replaceAll("[x/]", ""));
    // Divided, not multiplied: a name of 18 digits would overflow into the log.
    if (level >= levels() || index > (count(level) - 1) / TilePath.FULL) return false;
    return tile(level, index).path().equals(path);
  }
}
