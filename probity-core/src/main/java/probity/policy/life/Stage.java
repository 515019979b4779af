package probity.policy.life;

import java.util.List;
import java.util.Optional;
import probity.evidence.BundleRef;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;

/// A `bundle` entry that was taken: one turn of one bundle, with all that makes it begin and end.
///
/// @param startMillis when it goes into force, if what it replaces is in force then
/// @param untilMillis when it ends unless the other half of an emergency change has arrived;
///   `Long.MAX_VALUE` for what has no end
/// @param before the turn that it replaces
/// @param signers of the entry itself
public record Stage(
    Entry entry,
    BundleRef ref,
    Kind kind,
    long startMillis,
    long untilMillis,
    Optional<Stage> before,
    List<Person> signers) {
  public Stage {
    signers = List.copyOf(signers);
  }

  public Hash leaf() {
    return entry.leaf();
  }

  /// What was signed for it; empty where nobody signed.
  Optional<BundleStatement> statement(String log) {
    String replaced = before.map(stage -> stage.ref().digest().hex()).orElse("");
    return BundleStatement.of(log, entry.body(), replaced);
  }

  /// Whether it ends by itself where nobody adds what is missing.
  boolean isHalf() {
    return kind == Kind.EMERGENCY && untilMillis != Long.MAX_VALUE;
  }
}
