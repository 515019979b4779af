package probity.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;

/// The `anchor` entries of `records`: checkpoints of the ledger's logs with outside timestamps.
///
/// Holds what each states, and neither its note nor its token.
final class Stamps {
  private record Stamp(Place place, Claim claim, String note, String token) {}

  private final BlobCheck blobs;
  private final Findings findings;
  private final List<Stamp> stamps = new ArrayList<>();
  private long notChecked;

  Stamps(BlobCheck blobs, Findings findings) {
    this.blobs = blobs;
    this.findings = findings;
  }

  /// Takes the next entry of `records`; the blobs of an anchor must be there, and its note must be
  /// of the checkpoint that it states.
  void follow(Entry entry, Place place) {
    if (!entry.kind().equals("anchor")) return;
    var note = blobs.read(entry, "note", "note_bytes", place);
    var token = blobs.read(entry, "timestamp", "timestamp_bytes", place);
    var claim = entry.body().object("checkpoint").flatMap(Claim::read);
    if (note.isEmpty() || token.isEmpty() || claim.isEmpty()) return;
    String name = entry.body().text("note").orElseThrow();
    switch (Note.parse(note.get()).then(Checkpoint::parse)) {
      case Checked.Invalid<Checkpoint> invalid -> findings.add(invalid, blobs.place(name));
      case Checked.Valid<Checkpoint>(var stamped) -> {
        if (!Claim.of(stamped).equals(claim.get())) {
          findings.add(Fault.INCONSISTENT, place, "`note` is of another checkpoint than the entry");
        } else {
          String stamp = entry.body().text("timestamp").orElseThrow();
          stamps.add(new Stamp(place, claim.get(), name, stamp));
        }
      }
    }
  }

  /// Checks the anchors of one log against the log; gives the timestamps that are good, those of
  /// fewer entries first.
  ///
  /// @param policies all that the log had: a note is signed by the keys of one of them
  List<Timestamped> check(
      Snapshot log, List<TrustPolicy> policies, TimestampChecker checker, Findings found) {
    var good = new ArrayList<Timestamped>();
    for (Stamp stamp : stamps) {
      if (!stamp.claim().origin().equals(log.origin())) continue;
      long before = found.count();
      stamp.claim().check(log, stamp.place(), found);
      var note = blobs.again(stamp.note());
      var token = blobs.again(stamp.token());
      if (note.isEmpty() || token.isEmpty()) continue;
      checkSigners(Note.parse(note.get()).orThrow(), policies, blobs.place(stamp.note()), found);
      switch (checker.check(token.get(), note.get())) {
        case TimestampChecker.Result.Valid(var time, var tsa) -> {
          if (found.count() == before) {
            good.add(new Timestamped(stamp.claim().size(), time, tsa));
          }
        }
        case TimestampChecker.Result.Invalid(var detail) ->
            found.add(Fault.BAD_SIGNATURE, blobs.place(stamp.token()), detail);
        case TimestampChecker.Result.NotChecked(_) -> notChecked++;
      }
    }
    good.sort(Comparator.comparingLong(Timestamped::entries));
    return List.copyOf(good);
  }

  private static void checkSigners(
      Note note, List<TrustPolicy> policies, Place place, Findings found) {
    Optional<Checked.Invalid<?>> wrong =
        Optional.of(new Checked.Invalid<>(Fault.UNKNOWN_KEY, "the log of this note has no policy"));
    // The newest first: most notes are of its time.
    for (TrustPolicy policy : policies.reversed()) {
      if (!(note.check(policy.logs(), policy.witnessKeys())
          instanceof Checked.Invalid<?> invalid)) {
        return;
      }
      wrong = Optional.of(invalid);
    }
    found.add(wrong.get(), place);
  }

  /// After all logs: anchors of logs that are not there.
  void finish(List<String> origins, Findings found) {
    for (Stamp stamp : stamps) {
      if (!origins.contains(stamp.claim().origin())) {
        found.add(
            Fault.MISSING,
            stamp.place(),
            "the log `" + stamp.claim().origin() + "` of this anchor is not there");
      }
    }
  }

  /// How many timestamps nobody could check.
  long notChecked() {
    return notChecked;
  }
}
