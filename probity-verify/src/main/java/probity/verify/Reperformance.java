package probity.verify;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.verify.Reperformer.Performed;

/// Adds up what a [Reperformer] finds in the logs of a folder.
///
/// Holds counts, by at most so many words as a bound allows.
final class Reperformance {
  private static final int BLOB_BYTES_MAX = 16 << 20;
  private static final int WORDS_MAX = 64;
  private static final String OTHERS = "others";

  private final Reperformer reperformer;
  private final LogFiles bundles;
  private final SortedMap<String, Long> apart = new TreeMap<>();
  private final Set<String> told = new HashSet<>();
  private long decisions;
  private long differ;
  private long impossible;

  /// @param bundles the files of the log that holds the bundles
  Reperformance(Reperformer reperformer, LogFiles bundles) {
    this.reperformer = reperformer;
    this.bundles = bundles;
  }

  /// For any thread.
  Performed perform(Entry entry) {
    return reperformer.perform(entry, this::blob);
  }

  private Optional<byte[]> blob(String digest) {
    // A digest becomes a file name only as 64 hex digits.
    if (Hash.parseHex(digest) instanceof probity.ledger.Checked.Invalid<Hash>) {
      return Optional.empty();
    }
    return bundles
        .read("blob/" + digest, BLOB_BYTES_MAX)
        .filter(blob -> Hash.of(blob).hex().equals(digest));
  }

  /// In the order of the entries, on one thread.
  void add(Performed performed, Place place, Findings findings) {
    decisions += performed.decisions();
    differ += performed.differences().size();
    impossible += performed.impossible().size();
    for (String difference : performed.differences()) {
      findings.add(Fault.DECIDED_OTHERWISE, place, difference);
    }
    for (String why : performed.impossible()) {
      // The first of its kind tells where to look; the count says how many there are.
      if (told.size() < WORDS_MAX && told.add(why)) {
        findings.add(Fault.MISSING, place, "cannot be decided again: " + why);
      }
    }
    performed
        .apart()
        .forEach((what, count) ->
            apart.merge(
                apart.size() < WORDS_MAX || apart.containsKey(what) ? what : OTHERS,
                count,
                Long::sum));
  }

  Reperformed finish() {
    return new Reperformed(reperformer.name(), decisions, differ, impossible, apart);
  }
}
