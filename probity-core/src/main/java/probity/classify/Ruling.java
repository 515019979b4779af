package probity.classify;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is done with what was found in an answer.
public sealed interface Ruling {
  /// Goes on as it came.
  record Pass() implements Ruling {}

  /// Findings with these labels are replaced by a mask.
  record Redact(SortedSet<String> labels) implements Ruling {
    public Redact {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    }
  }

  /// The answer ends here.
  record Cut() implements Ruling {}
}
