package probity.source;

import java.util.List;
import java.util.regex.Pattern;
import probity.ledger.Hash;
import probity.wire.DocumentNames;

/// A document that was ingested: what is known of it, and its versions, the oldest first.
///
/// @param versions at most [#VERSIONS_MAX]; of older ones nothing is kept
public record Source(String id, About about, List<Version> versions) {
  /// Versions of which fingerprints are kept.
  public static final int VERSIONS_MAX = 8;

  private static final int ID_MAX = 200;
  private static final Pattern ID = Pattern.compile("[a-z0-9./_-]+");

  /// Characters of the longest URI.
  public static final int URI_MAX = DocumentNames.NAME_MAX;

  /// What its owner says of a document.
  ///
  /// @param owner who answers for it
  /// @param classification a word of the installation, such as `public` or `restricted`
  /// @param retention how long it may be used
  /// @param uri by which applications name it in blocks and calls of tools, or empty
  public record About(
      String owner, String classification, String licence, String retention, String uri) {
    public About {
      if (!isUri(uri)) throw new IllegalArgumentException("not the uri of a source");
    }

    /// The same of a document that applications know by a name of its own.
    public About named(String uri) {
      return new About(owner, classification, licence, retention, uri);
    }
  }

  /// One state of a document.
  ///
  /// @param number 1, 2, 3 …
  /// @param digest SHA-256 of its text
  /// @param at when it was ingested, as entries write times
  /// @param letters letters and digits of its text
  /// @param fingerprints different ones
  public record Version(int number, Hash digest, String at, long letters, int fingerprints) {
    /// Its bit in the sets of versions that an index holds.
    int bit() {
      return 1 << (number % VERSIONS_MAX);
    }
  }

  public Source {
    if (!isId(id)) throw new IllegalArgumentException("not the id of a source");
    versions = List.copyOf(versions);
    if (versions.isEmpty()) throw new IllegalArgumentException("a source has a version");
  }

  public static boolean isId(String id) {
    return id.length() <= ID_MAX && ID.matcher(id).matches();
  }

  /// One line of at most [#URI_MAX] characters, or nothing.
  public static boolean isUri(String uri) {
    return uri.length() <= URI_MAX && uri.chars().noneMatch(Character::isISOControl);
  }

  public Version newest() {
    return versions.getLast();
  }

  /// The newest version among those of a set.
  Version newestOf(int bits) {
    for (Version version : versions.reversed()) {
      if ((version.bit() & bits) != 0) return version;
    }
    throw new IllegalStateException("a fingerprint of no version");
  }

  /// The versions that are kept, as a set.
  int bits() {
    int bits = 0;
    for (Version version : versions) bits |= version.bit();
    return bits;
  }
}
