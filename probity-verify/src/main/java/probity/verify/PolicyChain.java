package probity.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// The policies of one log, from the one that `genesis` states through each that replaced another,
/// and the way from an old key to the present one.
///
/// Holds every policy; they change seldom.
final class PolicyChain {
  /// A change of policy: the entry, both policies, and the note that hands over where a key went.
  private record Change(
      Place place,
      long index,
      TrustPolicy before,
      TrustPolicy after,
      List<VerifierKey> removed,
      Optional<Handover> handover) {}

  private record Handover(Place place, Checked<Note> note) {}

  private final Snapshot snapshot;
  private final BlobCheck blobs;
  private final Findings findings;
  private final List<Change> changes = new ArrayList<>();

  /// Where each key came in; those of `genesis` are not in it.
  private final Map<VerifierKey, Long> added = new HashMap<>();

  /// The changes whose handover proves what it should.
  private final Set<Change> proven = new LinkedHashSet<>();

  private String inForce = "";

  PolicyChain(Snapshot snapshot, BlobCheck blobs, Findings findings) {
    this.snapshot = snapshot;
    this.blobs = blobs;
    this.findings = findings;
  }

  void follow(Entry entry, long index, Place place) {
    if (entry.kind().equals("genesis") && inForce.isEmpty()) {
      inForce = entry.body().text("policy").orElse("");
    } else if (entry.kind().equals("policy")) {
      replace(entry, index, place);
    }
  }

  private void replace(Entry entry, long index, Place place) {
    String before = entry.body().text("before").orElse("");
    String after = entry.body().text("policy").orElse("");
    if (!before.equals(inForce)) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "`before` is `" + before + "`, the policy in force is `" + inForce + "`");
    } else if (after.equals(before)) {
      findings.add(Fault.INCONSISTENT, place, "`policy` and `before` are the same");
    }
    inForce = after;
    var older = policy(entry, "before", "before_bytes", place);
    var newer = policy(entry, "policy", "policy_bytes", place);
    var handover =
        blobs
            .read(entry, "handover", "handover_bytes", place)
            .map(bytes ->
                new Handover(
                    blobs.place(entry.body().text("handover").orElseThrow()), Note.parse(bytes)));
    boolean named = !entry.body().text("handover").orElse("").isEmpty();
    if (older.isPresent() && newer.isPresent()) {
      change(place, index, older.get(), newer.get(), named, handover);
    }
  }

  private Optional<TrustPolicy> policy(Entry entry, String name, String bytes, Place place) {
    return blobs
        .read(entry, name, bytes, place)
        .flatMap(blob ->
            PolicyFile.read(
                blob,
                snapshot.origin(),
                blobs.place(entry.body().text(name).orElseThrow()),
                findings));
  }

  private void change(
      Place place,
      long index,
      TrustPolicy before,
      TrustPolicy after,
      boolean named,
      Optional<Handover> handover) {
    var removed = without(before.logs(), after.logs());
    if (named == removed.isEmpty()) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "a `policy` entry names a `handover` exactly where it takes a key away");
    }
    for (VerifierKey gone : removed) {
      if (after.logs().stream().noneMatch(key -> key.type() == gone.type() && isIn(before, key))) {
        findings.add(
            Fault.INCONSISTENT,
            place,
            "takes a key away, and none of its type stays that an earlier `policy` entry added");
      }
    }
    for (VerifierKey key : without(after.logs(), before.logs())) added.put(key, index);
    changes.add(new Change(place, index, before, after, removed, handover));
  }

  private static boolean isIn(TrustPolicy policy, VerifierKey key) {
    return policy.logs().contains(key);
  }

  private static List<VerifierKey> without(List<VerifierKey> keys, List<VerifierKey> others) {
    return keys.stream().filter(key -> !others.contains(key)).toList();
  }

  /// After the last entry: whether the file `policy` is the newest, and what handovers prove.
  void finish(Optional<byte[]> file) {
    if (file.isPresent() && !inForce.isEmpty() && !Hash.of(file.get()).hex().equals(inForce)) {
      findings.addPassing(
          Fault.CONTENT_MISMATCH,
          snapshot.files().place(Snapshot.POLICY),
          changes.isEmpty()
              ? "the policy is not the one whose SHA-256 stands in `genesis`"
              : "the policy is not the one whose SHA-256 stands in the newest `policy` entry");
    }
    for (Change change : changes) {
      change
          .handover()
          .ifPresent(handover -> {
            var wrong = complaint(change, handover);
            if (wrong.isEmpty()) proven.add(change);
            else findings.add(wrong.get(), handover.place());
          });
    }
  }

  /// What is wrong with a handover, if anything is.
  private Optional<Checked.Invalid<?>> complaint(Change change, Handover handover) {
    var note =
        handover
            .note()
            .then(read ->
                read.check(change.before().logs(), change.before().witnessKeys())
                    .then(_ -> Checkpoint.parse(read)));
    return switch (note) {
      case Checked.Invalid<Checkpoint> invalid -> Optional.of(invalid);
      case Checked.Valid<Checkpoint>(var checkpoint) -> complaint(change, checkpoint);
    };
  }

  private Optional<Checked.Invalid<?>> complaint(Change change, Checkpoint checkpoint) {
    long covers =
        change.after().logs().stream()
            .filter(key -> isIn(change.before(), key))
            .mapToLong(key -> added.getOrDefault(key, 1L))
            .max()
            .orElse(Long.MAX_VALUE);
    if (!checkpoint.origin().equals(snapshot.origin())) {
      return invalid(Fault.INCONSISTENT, "a handover is a checkpoint of its own log");
    }
    if (checkpoint.size() <= covers || checkpoint.size() > change.index()) {
      return invalid(
          Fault.INCONSISTENT,
          "a handover of size "
              + checkpoint.size()
              + ", one was expected that covers the entry "
              + covers
              + " with the new key and is not over "
              + change.index()
              + ", where the old key went");
    }
    if (!snapshot.roots().at(checkpoint.size()).equals(Optional.of(checkpoint.root()))) {
      return invalid(
          Fault.ROOT_MISMATCH,
          "the log had another root at size " + checkpoint.size() + " than this handover");
    }
    return Optional.empty();
  }

  private static Optional<Checked.Invalid<?>> invalid(Fault fault, String detail) {
    return Optional.of(new Checked.Invalid<>(fault, detail));
  }

  /// The keys that stand now in the place of `trusted`, as far as handovers lead from one to the
  /// next; a key to which nothing happened is its own successor.
  Set<VerifierKey> successors(List<VerifierKey> trusted) {
    Set<VerifierKey> keys = new LinkedHashSet<>(trusted);
    for (Change change : changes) {
      if (!proven.contains(change)) continue;
      for (VerifierKey gone : change.removed()) {
        if (!keys.remove(gone)) continue;
        change.after().logs().stream()
            .filter(key -> key.type() == gone.type() && isIn(change.before(), key))
            .forEach(keys::add);
      }
    }
    return keys;
  }

  /// All policies that this log had, in their order; `newest` is the one that lies in its folder.
  List<TrustPolicy> policies(Optional<TrustPolicy> newest) {
    return Stream.concat(changes.stream().map(Change::before), newest.stream()).distinct().toList();
  }
}
