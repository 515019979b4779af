package probity.verify;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.ledger.Entry;

/// Decides again what an entry says was decided, which takes the product's rules: whoever runs the
/// verifier gives it one of these, or none.
public interface Reperformer {
  /// The program that decides, for the report: `probity/0.1.0`.
  String name();

  /// Decides again what `entry` states. It is shown every entry of every log whose signature was
  /// found good, those of `records` before the others. Called by several threads at once; pure but
  /// for what it remembers of bundles; never throws.
  ///
  /// @param blobs the blobs of `records`, or of the one log that was given
  Performed perform(Entry entry, Blobs blobs);

  /// Where bundles are found.
  @FunctionalInterface
  interface Blobs {
    /// The content whose SHA-256 is `digest`, at most 16 MiB; empty where there is none.
    Optional<byte[]> blob(String digest);
  }

  /// What deciding again the decisions of one entry came to.
  ///
  /// @param decisions how many were decided again
  /// @param differences one text for each of them that came out otherwise
  /// @param impossible one text for each that could not be decided again, saying why
  /// @param apart what the entry has besides decisions that rest on facts, in words, with how many
  record Performed(
      int decisions,
      List<String> differences,
      List<String> impossible,
      SortedMap<String, Long> apart) {
    public static final Performed NOTHING =
        new Performed(0, List.of(), List.of(), Collections.emptySortedMap());

    public Performed {
      differences = List.copyOf(differences);
      impossible = List.copyOf(impossible);
      apart = Collections.unmodifiableSortedMap(new TreeMap<>(apart));
    }
  }
}
