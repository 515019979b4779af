package probity.witness.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.Note;
import probity.ledger.TileTree;
import probity.witness.AddCheckpoint;

/// Asks one witness to cosign one published checkpoint: at most two requests, the second when the
/// witness was at another size than we thought. Blocks: for virtual threads.
final class Ask {
  /// A cosignature from further in the future tells of a wrong clock, not of a newest tree.
  private static final long FUTURE_SECONDS_MAX = 300;

  private static final int LINES_MAX = 64;

  private final WitnessedLedger ledger;
  private final Post post;
  private final InstantSource clock;

  Ask(WitnessedLedger ledger, Post post, InstantSource clock) {
    this.ledger = ledger;
    this.post = post;
    this.clock = clock;
  }

  /// What is to be cosigned.
  record Target(String log, Bytes note, Checkpoint checkpoint) {
    static Checked<Target> of(String log, Bytes note) {
      return Note.parse(note.array())
          .then(Checkpoint::parse)
          .then(checkpoint -> Checked.valid(new Target(log, note, checkpoint)));
    }
  }

  /// What became of it.
  sealed interface Told {
    /// @param line the witness's signature line, with its newline
    record Cosigned(String line) implements Told {}

    /// It has cosigned more of this log than was asked for, and no more than is published.
    record Ahead(long size) implements Told {}

    /// @param contradicts what we publish is not what the witness saw before: `detail` is urgent
    record Failed(String detail, boolean contradicts) implements Told {}
  }

  /// @param known the size that the witness cosigned last, as far as we know
  Told ask(Witnesses.Named witness, Target target, long known) {
    long old = Math.min(known, target.checkpoint().size());
    try {
      var first = once(witness, target, old);
      if (!(first instanceof Once.At(var size))) return ((Once.Done) first).told();
      if (size > target.checkpoint().size()) return beyond(target, size);
      return switch (once(witness, target, size)) {
        case Once.Done(var told) -> told;
        case Once.At(var again) when again > target.checkpoint().size() -> beyond(target, again);
        case Once.At(var again) ->
            failed("it answers 409 with size " + size + " and then with " + again);
      };
    } catch (IOException | UncheckedIOException e) {
      return failed("tiles of `" + target.log() + "` cannot be read: " + e.getMessage());
    }
  }

  /// One request: done, or the witness is at another size.
  private sealed interface Once {
    record Done(Told told) implements Once {}

    record At(long size) implements Once {}
  }

  private Once once(Witnesses.Named witness, Target target, long old) {
    var checkpoint = target.checkpoint();
    var tree =
        new TileTree(
            checkpoint.size(),
            path -> {
              try {
                return ledger.tile(target.log(), path);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    // A proof from wrong tiles would look to the witness like a fork.
    if (!tree.root().equals(checkpoint.root())) {
      return new Once.Done(failed("tiles do not give the root of the published checkpoint"));
    }
    List<Hash> proof = tree.consistency(old);
    byte[] body = AddCheckpoint.body(old, proof, target.note().array());
    return switch (post.send(witness.origin(), witness.path() + "/add-checkpoint", body)) {
      case Post.Answer.Missing(var reason) -> new Once.Done(failed(reason));
      case Post.Answer.Came(var status, var answer) ->
          switch (status) {
            case 200 -> new Once.Done(line(witness, target, answer));
            case 409 -> size(answer);
            case 403, 404 ->
                new Once.Done(failed("not configured there: it does not know this log or its key"));
            // It compares sizes first, so `old` is what it cosigned.
            case 422 ->
                new Once.Done(
                    new Told.Failed(
                        "ROLLED BACK or forked: what is published does not go on from the "
                            + old
                            + " entries that it cosigned",
                        true));
            default -> new Once.Done(failed("it answers with status " + status));
          };
    };
  }

  private static Once size(Bytes answer) {
    String text = answer.utf8();
    return text.endsWith("\n")
            && Checkpoint.size(text.substring(0, text.length() - 1))
                instanceof Checked.Valid<Long>(var size)
        ? new Once.At(size)
        : new Once.Done(failed("it answers 409 without its size"));
  }

  /// The witness is beyond what it was asked for. That may be another request of ours, but never
  /// beyond what is published.
  private Told beyond(Target target, long size) throws IOException {
    var now = ledger.checkpoint(target.log());
    boolean ours =
        now.isPresent()
            && Target.of(target.log(), now.get()) instanceof Checked.Valid<Target>(var newest)
            && size <= newest.checkpoint().size();
    if (ours) return new Told.Ahead(size);
    return new Told.Failed(
        "ROLLED BACK or forked: it cosigned "
            + size
            + " entries, and "
            + target.checkpoint().size()
            + " are published",
        true);
  }

  /// The first good line by the witness's key; all else in the answer is ignored.
  private Told line(Witnesses.Named witness, Target target, Bytes answer) {
    String text = new String(target.checkpoint().text(), UTF_8) + "\n";
    var lines = answer.utf8().lines().limit(LINES_MAX).map(line -> line + "\n").toList();
    for (String line : lines) {
      var good =
          Note.parse((text + line).getBytes(UTF_8)).then(note -> note.good(List.of(witness.key())));
      if (good instanceof Checked.Valid<List<Note.Signed>>(var signed) && !signed.isEmpty()) {
        return timely(line, signed.getFirst().seconds());
      }
    }
    return failed("its answer has no good signature line by the key that is configured");
  }

  private Told timely(String line, long seconds) {
    if (seconds == 0) return failed("its cosignature has no time");
    long ahead = seconds - clock.millis() / 1000;
    return ahead > FUTURE_SECONDS_MAX
        ? failed("its clock, or ours, is wrong: its cosignature is " + ahead + " s in the future")
        : new Told.Cosigned(line);
  }

  private static Told.Failed failed(String detail) {
    return new Told.Failed(detail, false);
  }
}
