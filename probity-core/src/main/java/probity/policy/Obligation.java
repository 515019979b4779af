package probity.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What must be done beside permitting or refusing. Those of all rules that hold add up.
public sealed interface Obligation {
  /// The rule that asks for it.
  String rule();

  /// Every finding with one of these labels is replaced by a mask. Only with a permission.
  record Redact(String rule, SortedSet<String> labels) implements Obligation {
    public Redact {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    }
  }

  /// Every finding with one of these labels is replaced by a token, which is what was found again
  /// in the answer. Only with a permission.
  record Tokenize(String rule, SortedSet<String> labels) implements Obligation {
    public Tokenize {
      labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    }
  }

  /// These words stand on the record, and are facts of what is decided later in the exchange.
  record Tag(String rule, List<String> tags) implements Obligation {
    public Tag {
      tags = List.copyOf(tags);
    }
  }

  /// A person looks at the record afterwards.
  record Queue(String rule, String queue) implements Obligation {}

  /// A message goes to a channel of the configuration; it bears no content.
  record Notify(String rule, String channel) implements Obligation {}

  /// The answer bears a notice of the bundle. Only with a permission.
  record Notice(String rule, String notice) implements Obligation {}

  /// What has no meaning where nothing is delivered.
  default boolean needsPermission() {
    return switch (this) {
      case Redact _, Tokenize _, Notice _ -> true;
      case Tag _, Queue _, Notify _ -> false;
    };
  }
}
