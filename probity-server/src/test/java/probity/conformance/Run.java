package probity.conformance;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import probity.classify.Folded;
import probity.exchange.Coverage;

/// What came of one body with one secret in it.
///
/// @param out what went on, to the provider or to the client
/// @param ending how
record Run(String out, Ending ending, List<Folded> found, Coverage coverage) {
  enum Ending {
    /// With masks in the place of what was found, or as it came.
    PASSED,
    REFUSED,
    CUT,
    /// Could not be read, or was broken off, so that nobody takes it for whole.
    BROKEN
  }

  static final Run UNREADABLE = new Run("", Ending.BROKEN, List.of(), Coverage.NONE);

  Run {
    found = List.copyOf(found);
  }

  /// Where there was nothing to read.
  static Run passed(String out) {
    return new Run(out, Ending.PASSED, List.of(), Coverage.NONE);
  }

  static Set<String> labels(List<Folded> found) {
    return found.stream().map(Folded::label).collect(Collectors.toSet());
  }

  boolean found(Secret secret) {
    return labels(found).contains(secret.label);
  }

  /// The kinds of place in which a secret was found.
  Set<String> kinds(Secret secret) {
    return found.stream()
        .filter(finding -> finding.label().equals(secret.label))
        .map(finding -> finding.kind().name())
        .collect(Collectors.toSet());
  }
}
