package probity.console.aims;

import java.util.List;
import java.util.Map;
import probity.aims.register.Content;
import probity.aims.register.History;
import probity.aims.register.Merge;

/// What became of something that a person did to a record.
public sealed interface Written {
  /// It is durable in ledger and vault, and every view has it.
  ///
  /// @param act by which the vault and an import know it
  record Done(History record, String act) implements Written {}

  /// Somebody else changed the same fields since; nothing was written.
  ///
  /// @param rest what all other fields say, by both
  record Clashing(History record, List<Merge.Clash> clashes, Map<String, String> rest)
      implements Written {
    public Clashing {
      clashes = List.copyOf(clashes);
      rest = Map.copyOf(rest);
    }
  }

  /// It cannot be, for these reasons; nothing was written. A reason names no field where it is
  /// about the record as a whole.
  record Refused(Why why, List<Content.Fault> objections) implements Written {
    public Refused {
      objections = List.copyOf(objections);
    }

    /// All reasons as one sentence.
    public String sentence() {
      return String.join("; ", objections.stream().map(Content.Fault::sentence).toList());
    }
  }

  /// What kind of reasons.
  enum Why {
    /// A value is not what its field takes.
    INVALID,

    /// The person may not.
    FORBIDDEN,

    /// There is no such record or revision.
    UNKNOWN,

    /// The record moved on, or stands otherwise.
    STALE,

    /// Ledger or vault do not take it.
    UNWRITABLE
  }

  static Refused refused(Why why, String sentence) {
    return new Refused(why, List.of(new Content.Fault("", sentence)));
  }
}
