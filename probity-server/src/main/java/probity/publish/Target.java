package probity.publish;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import probity.ledger.TilePath;

/// What a request target names. Each has exactly one spelling: no escape, query, empty or dotted
/// segment is read, so no target can leave the ledger's folder.
sealed interface Target {
  /// The list of logs.
  record Home() implements Target {}

  /// `checkpoint`, `cosigned` or `policy` of a log.
  record Fixed(String log, String name) implements Target {}

  record Tile(String log, TilePath path) implements Target {}

  /// @param sha256 64 lower-case hex digits
  record Blob(String log, String sha256) implements Target {}

  /// The longest that names something: a log, six groups of an entry bundle and a width.
  int LENGTH_MAX = 200;

  Pattern LOG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  Pattern FIXED = Pattern.compile("/(" + LOG + ")/(checkpoint|cosigned|policy)");
  Pattern BLOB = Pattern.compile("/(" + LOG + ")/blob/([0-9a-f]{64})");
  Pattern TILE =
      Pattern.compile(
          "/("
              + LOG
              + ")/(tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?)");

  static Optional<Target> parse(String target) {
    if (target.length() > LENGTH_MAX) return Optional.empty();
    if (target.equals("/")) return Optional.of(new Home());
    var fixed = FIXED.matcher(target);
    if (fixed.matches()) return Optional.of(new Fixed(fixed.group(1), fixed.group(2)));
    var blob = BLOB.matcher(target);
    if (blob.matches()) return Optional.of(new Blob(blob.group(1), blob.group(2)));
    var tile = TILE.matcher(target);
    return tile.matches() ? tile(tile) : Optional.empty();
  }

  /// Leading zeros and widths of 0 or 256 have the right form and are still another spelling.
  private static Optional<Target> tile(Matcher match) {
    int level =
        match.group(3).equals("entries") ? TilePath.ENTRIES : Integer.parseInt(match.group(3));
    long index = Long.parseLong(match.group(4).replaceAll("[x/]", ""));
    int width = Optional.ofNullable(match.group(5)).map(Integer::parseInt).orElse(TilePath.FULL);
    if (level > 63 || width < 1 || width > TilePath.FULL) return Optional.empty();
    var path = new TilePath(level, index, width);
    return path.path().equals(match.group(2))
        ? Optional.of(new Tile(match.group(1), path))
        : Optional.empty();
  }
}
