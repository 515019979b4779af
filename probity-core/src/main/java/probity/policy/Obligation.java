package probity.policy;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What must be done for a permission to hold.
public sealed interface Obligation {
  /// Every finding with one of these labels is replaced by a mask.
  record Redact(String rule, SortedSet<String> labels) implements Obligation {
    public Redact {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    }
  }
}
