package probity.witness;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.Proofs;
import probity.ledger.VerifierKey;

/// One log as the witness knows it. Each call is one step: compared with the newest cosigned
/// checkpoint, written to stable storage, cosigned, and only then answered.
///
/// Safe for any number of threads; they wait for each other.
final class WitnessedLog implements AutoCloseable {
  /// Cosigned checkpoints: 600 at once, 300 a minute for longer.
  static final int COSIGNED_BURST = 600;

  static final int COSIGNED_PER_MINUTE = 300;

  /// Others that are kept: 60 at once, 6 a minute for longer. More are answered, and not kept.
  static final int SEEN_BURST = 60;

  static final int SEEN_PER_MINUTE = 6;

  private static final Logger LOG = Logger.getLogger(WitnessedLog.class.getName());

  private final String hash;
  private final Journal journal;
  private final Forks forks;
  private final WitnessKeys keys;
  private final Checkpoint empty;
  private final Rate cosigning;
  private final Rate seeing;

  /// The newest cosigned checkpoint with the lines that were given for it, once asked for.
  private Optional<Bytes> shown = Optional.empty();

  WitnessedLog(String origin, Journal journal, Forks forks, WitnessKeys keys, long now) {
    this.hash = hash(origin);
    this.journal = journal;
    this.forks = forks;
    this.keys = keys;
    this.empty = new Checkpoint(origin, 0, Hash.of(new byte[0]));
    this.cosigning = new Rate(COSIGNED_BURST, COSIGNED_PER_MINUTE, now);
    this.seeing = new Rate(SEEN_BURST, SEEN_PER_MINUTE, now);
  }

  String hash() {
    return hash;
  }

  /// How a log is named in paths.
  static String hash(String origin) {
    return Hash.of(origin.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
  }

  /// What becomes of a request whose checkpoint is signed by the log.
  sealed interface Answer {
    /// The witness's signature lines.
    record Cosigned(String lines) implements Answer {}

    /// The log is behind or ahead of the witness, which cosigned this size last.
    record Conflict(long size) implements Answer {}

    record Inconsistent(String detail) implements Answer {}

    record TooOften() implements Answer {}
  }

  /// @param trusted the log's keys, by which the note has at least one good line and no bad one
  /// @param now milliseconds since 1970
  synchronized Answer add(AddCheckpoint asked, List<VerifierKey> trusted, long now)
      throws IOException {
    var checkpoint = asked.checkpoint();
    var note = note(asked.note(), trusted);
    var other = journal.otherRoot(checkpoint.size(), checkpoint.root());
    if (other.isPresent()) keep(other.get(), note, asked, trusted);
    var last = journal.cosigned().map(Seen::checkpoint).orElse(empty);
    if (asked.old() != last.size()) {
      see(checkpoint, note, now);
      return new Answer.Conflict(last.size());
    }
    if (!Proofs.consistent(last, checkpoint, asked.proof())) {
      see(checkpoint, note, now);
      boolean same = checkpoint.equals(last);
      if (last.size() > 0 && !same) {
        keep(journal.cosigned().orElseThrow().note(), note, asked, trusted);
      }
      if (same) return new Answer.Inconsistent("a proof between equal sizes was not empty");
      if (checkpoint.size() == last.size()) {
        return new Answer.Inconsistent("another root was cosigned for this size");
      }
      return new Answer.Inconsistent("the consistency proof does not verify");
    }
    return cosign(checkpoint, note, now);
  }

  /// Another cosignature of the same checkpoint says that it is still the newest, and changes
  /// nothing.
  private Answer cosign(Checkpoint checkpoint, Bytes note, long now) throws IOException {
    long seconds = Math.max(1, now / 1000);
    boolean known = journal.cosigned().filter(s -> s.checkpoint().equals(checkpoint)).isPresent();
    if (!known) {
      if (!cosigning.take(now)) return new Answer.TooOften();
      journal.add(new Seen(true, seconds, checkpoint, note));
    }
    String lines = keys.lines(checkpoint, seconds);
    shown = Optional.of(Bytes.utf8(journal.cosigned().orElseThrow().note().utf8() + lines));
    return new Answer.Cosigned(lines);
  }

  /// What others may fetch: the newest cosigned checkpoint with its lines.
  synchronized Optional<Bytes> newest() {
    if (shown.isEmpty()) {
      // Lines that were given before a restart are not kept: the same statement is signed again.
      shown =
          journal
              .cosigned()
              .map(seen ->
                  Bytes.utf8(seen.note().utf8() + keys.lines(seen.checkpoint(), seen.seconds())));
    }
    return shown;
  }

  /// The note with lines by trusted keys alone: others could be anything, and any number.
  private static Bytes note(Note note, List<VerifierKey> trusted) {
    return Bytes.utf8(note.text() + "\n" + String.join("", note.linesBy(trusted)));
  }

  private void see(Checkpoint checkpoint, Bytes note, long now) throws IOException {
    if (journal.has(checkpoint) || !seeing.take(now)) return;
    journal.add(new Seen(false, now / 1000, checkpoint, note));
  }

  private void keep(Bytes earlier, Bytes later, AddCheckpoint asked, List<VerifierKey> trusted)
      throws IOException {
    var checkpoint = asked.checkpoint();
    forks
        .keep(hash, earlier, later, asked.body(), trusted)
        .ifPresent(finding ->
            LOG.log(
                finding == Forks.Finding.TWO_ROOTS ? Level.SEVERE : Level.WARNING,
                "log `{0}`, size {1}: {2} (`probity witness forks` shows both sides)",
                new Object[] {checkpoint.origin(), checkpoint.size(), finding.sentence()}));
  }

  @Override
  public synchronized void close() throws IOException {
    journal.close();
  }
}
