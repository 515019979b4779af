package probity.verify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Note;
import probity.ledger.TilePath;

/// One log at one checkpoint: the checkpoint, and in memory all that a writer replaces when it
/// publishes the next one. Full tiles and bundles never change and are read when they are needed.
final class Snapshot {
  static final String CHECKPOINT = "checkpoint";
  static final String COSIGNED = "cosigned";
  static final String POLICY = "policy";

  /// Of a policy of 1,024 lines and of a note of 64: a key or signature of ML-DSA-44 is long.
  private static final int SMALL_MAX = 4 << 20;

  private final LogFiles files;
  private final Note note;
  private final Checkpoint checkpoint;
  private final byte[] checkpointBytes;
  private final Optional<byte[]> policy;
  private final Optional<byte[]> cosigned;
  private final Map<TilePath, byte[]> edge;
  private final Roots roots = new Roots(this);

  private Snapshot(
      LogFiles files,
      Note note,
      Checkpoint checkpoint,
      byte[] checkpointBytes,
      Optional<byte[]> policy,
      Optional<byte[]> cosigned,
      Map<TilePath, byte[]> edge) {
    this.files = files;
    this.note = note;
    this.checkpoint = checkpoint;
    this.checkpointBytes = checkpointBytes;
    this.policy = policy;
    this.cosigned = cosigned;
    this.edge = edge;
  }

  /// Reads the checkpoint, all that goes with it, and the checkpoint once more, until both are the
  /// same. So `cosigned` is never of a later size: a writer replaces it after the checkpoint. Empty
  /// where there is no checkpoint to start from; then `findings` say why.
  static Optional<Snapshot> take(LogFiles files, Patience patience, Findings findings) {
    for (int left = patience.tries(); left > 0; left--) {
      var bytes = files.read(CHECKPOINT, SMALL_MAX);
      if (bytes.isEmpty()) {
        findings.addPassing(
            Fault.MISSING, files.place(CHECKPOINT), "there is no checkpoint in this log");
        return Optional.empty();
      }
      var note = Note.parse(bytes.get());
      switch (note.then(Checkpoint::parse)) {
        case Checked.Invalid<Checkpoint> invalid -> {
          findings.add(invalid, files.place(CHECKPOINT));
          return Optional.empty();
        }
        case Checked.Valid<Checkpoint>(var checkpoint) when checkpoint.size() == 0 -> {
          findings.add(
              Fault.MALFORMED, files.place(CHECKPOINT), "a log of size 0 is never published");
          return Optional.empty();
        }
        case Checked.Valid<Checkpoint>(var checkpoint) -> {
          var edge = new HashMap<TilePath, byte[]>();
          for (TilePath path : new Layout(checkpoint.size()).edge()) {
            files.read(path.path(), bytesMax(path)).ifPresent(tile -> edge.put(path, tile));
          }
          var policy = files.read(POLICY, SMALL_MAX);
          var cosigned = files.read(COSIGNED, SMALL_MAX);
          var again = files.read(CHECKPOINT, SMALL_MAX);
          if (again.isPresent() && Arrays.equals(again.get(), bytes.get())) {
            return Optional.of(
                new Snapshot(
                    files, note.orThrow(), checkpoint, bytes.get(), policy, cosigned, edge));
          }
        }
      }
      patience.pauseOnce();
    }
    throw new UnreadableException(
        "`" + files.label(CHECKPOINT) + "` changed each time it was read; copy the ledger first");
  }

  private static int bytesMax(TilePath path) {
    int each = path.level() == TilePath.ENTRIES ? 2 + Entry.BYTES_MAX : 32;
    return each * path.width();
  }

  LogFiles files() {
    return files;
  }

  Note note() {
    return note;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  String origin() {
    return checkpoint.origin();
  }

  Layout layout() {
    return new Layout(checkpoint.size());
  }

  Optional<byte[]> policy() {
    return policy.map(byte[]::clone);
  }

  /// The file `cosigned`, where there is one.
  Optional<byte[]> cosigned() {
    return cosigned.map(byte[]::clone);
  }

  /// The roots that the log had when it was smaller.
  Roots roots() {
    return roots;
  }

  /// The tile or bundle as it was for this checkpoint, or empty where it is not there.
  Optional<byte[]> tile(TilePath path) {
    return path.width() < TilePath.FULL
        ? Optional.ofNullable(edge.get(path))
        : files.read(path.path(), bytesMax(path));
  }

  /// The checkpoint that lies in the folder now, or empty where it is still this one.
  Optional<byte[]> newerCheckpoint() {
    return files.read(CHECKPOINT, SMALL_MAX).filter(now -> !Arrays.equals(now, checkpointBytes));
  }
}
