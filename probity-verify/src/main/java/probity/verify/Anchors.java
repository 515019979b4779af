package probity.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.VerifierKey;

/// Compares logs with checkpoints of theirs that were kept elsewhere.
final class Anchors {
  private static final int BYTES_MAX = 1 << 20;

  private record Seen(Place place, Note note, Checkpoint checkpoint) {}

  private final Findings findings = new Findings();
  private final List<Seen> left = new ArrayList<>();

  void read(Path file) {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(BYTES_MAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var place = Place.of(file.toString());
    var note = Note.parse(bytes);
    switch (note.then(Checkpoint::parse)) {
      case Checked.Invalid<Checkpoint> invalid -> findings.add(invalid, place);
      case Checked.Valid<Checkpoint>(var checkpoint) ->
          left.add(new Seen(place, note.orThrow(), checkpoint));
    }
  }

  /// Compares `log` with all checkpoints of its origin; returns the size of the largest that the
  /// log still contains, or 0.
  long check(Snapshot log, List<VerifierKey> keys) {
    long anchored = 0;
    for (Seen seen : left) {
      if (seen.checkpoint().origin().equals(log.origin())) {
        anchored = Math.max(anchored, check(log, keys, seen));
      }
    }
    left.removeIf(seen -> seen.checkpoint().origin().equals(log.origin()));
    return anchored;
  }

  private long check(Snapshot log, List<VerifierKey> keys, Seen seen) {
    var signed = seen.note().checkAny(keys);
    if (signed instanceof Checked.Invalid<Note> invalid) {
      findings.add(invalid, seen.place());
      return 0;
    }
    long size = seen.checkpoint().size();
    if (size > log.checkpoint().size()) {
      findings.add(
          Fault.ROLLED_BACK,
          log.files().place(Snapshot.CHECKPOINT),
          "the log had " + size + " entries and has " + log.checkpoint().size() + " now");
      return 0;
    }
    boolean same = log.roots().at(size).equals(Optional.of(seen.checkpoint().root()));
    // An empty tree is the beginning of every log and proves nothing.
    if (size > 0 && !same) {
      findings.add(
          Fault.ROLLED_BACK,
          log.files().place(Snapshot.CHECKPOINT),
          "the log had another root at size "
              + size
              + ", `"
              + seen.checkpoint().root().base64()
              + "` expected, `"
              + log.roots().at(size).map(Hash::base64).orElse("none")
              + "` found");
      return 0;
    }
    return size;
  }

  /// After all logs, when checkpoints are left of logs that are not there: what was found.
  Findings finish() {
    for (Seen seen : left) {
      findings.add(
          Fault.MISSING,
          seen.place(),
          "the log `" + seen.checkpoint().origin() + "` of this checkpoint is not there");
    }
    return findings;
  }
}
