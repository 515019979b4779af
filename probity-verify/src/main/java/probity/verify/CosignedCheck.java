package probity.verify;

import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;

/// The file `cosigned`: a checkpoint of this log that a quorum of the policy's witnesses cosigned.
final class CosignedCheck {
  private final Snapshot snapshot;
  private final Findings findings;

  CosignedCheck(Snapshot snapshot, Findings findings) {
    this.snapshot = snapshot;
    this.findings = findings;
  }

  /// What witnesses vouch for; empty where the file is absent, unfit, or cosigned by too few.
  ///
  /// @param policy the log's own
  /// @param outside where it names witnesses, those and their quorum count instead
  Optional<Witnessed> check(TrustPolicy policy, Optional<TrustPolicy> outside) {
    if (snapshot.cosigned().isEmpty()) return Optional.empty();
    Place place = snapshot.files().place(Snapshot.COSIGNED);
    var note = Note.parse(snapshot.cosigned().get());
    switch (note.then(Checkpoint::parse)) {
      case Checked.Invalid<Checkpoint> invalid -> findings.add(invalid, place);
      case Checked.Valid<Checkpoint>(var checkpoint) -> {
        long before = findings.count();
        checkState(checkpoint, place);
        var cosigners = cosigners(note.orThrow(), policy, place);
        if (findings.count() == before) return counted(checkpoint, cosigners, policy, outside);
      }
    }
    return Optional.empty();
  }

  private void checkState(Checkpoint checkpoint, Place place) {
    long size = checkpoint.size();
    if (!checkpoint.origin().equals(snapshot.origin())) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "a checkpoint of `" + checkpoint.origin() + "`, one of this log was expected");
    } else if (size > snapshot.checkpoint().size()) {
      findings.add(
          Fault.ROLLED_BACK,
          place,
          "witnesses saw "
              + size
              + " entries, the log has "
              + snapshot.checkpoint().size()
              + " now");
    } else if (!snapshot.roots().at(size).equals(Optional.of(checkpoint.root()))) {
      findings.add(
          Fault.ROLLED_BACK,
          place,
          "witnesses saw another root at size " + size + " than the entries give now");
    }
  }

  /// The witnesses whose lines are there. A writer that has changed the policy may not have taken
  /// the old file away yet.
  private List<Note.Signed> cosigners(Note note, TrustPolicy policy, Place place) {
    switch (note.check(policy.logs(), policy.witnessKeys())) {
      case Checked.Invalid<List<Note.Signed>>(var fault, var detail) ->
          findings.addPassing(fault, place, detail);
      case Checked.Valid<List<Note.Signed>>(var cosigners) -> {
        if (cosigners.isEmpty() || !policy.isMetBy(cosigners.stream().map(Note.Signed::key))) {
          findings.addPassing(
              Fault.UNKNOWN_KEY,
              place,
              "cosigned by " + cosigners.size() + ", the policy's quorum is not met");
        }
        return cosigners;
      }
    }
    return List.of();
  }

  private static Optional<Witnessed> counted(
      Checkpoint checkpoint,
      List<Note.Signed> cosigners,
      TrustPolicy policy,
      Optional<TrustPolicy> outside) {
    var counting = outside.filter(trusted -> !trusted.witnesses().isEmpty());
    if (counting.isEmpty()) {
      return Optional.of(
          new Witnessed(
              checkpoint.size(), cosigners.size(), policy.witnesses().size(), Witnessed.By.FOLDER));
    }
    var keys = counting.get().witnessKeys();
    var those = cosigners.stream().map(Note.Signed::key).filter(keys::contains).toList();
    return those.isEmpty() || !counting.get().isMetBy(those.stream())
        ? Optional.empty()
        : Optional.of(
            new Witnessed(checkpoint.size(), those.size(), keys.size(), Witnessed.By.TRUST_FILE));
  }
}
