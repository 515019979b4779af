package probity.witness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.Note;

/// A signed checkpoint that the witness saw, as it lies in the journal: a line that says what
/// follows, the note's bytes, a newline.
///
/// @param cosigned whether it was consistent with all cosigned before
/// @param seconds POSIX time of the cosignature, or of seeing it
/// @param note the checkpoint with the lines of the log's trusted keys, and no other
record Seen(boolean cosigned, long seconds, Checkpoint checkpoint, Bytes note) {
  private static final int HEAD_MAX = 300;
  private static final int CHECK_DIGITS = 16;
  private static final Pattern HEAD =
      Pattern.compile("(cosigned|seen) ([0-9]{1,18}) ([0-9]{1,7}) ([0-9a-f]{64})");

  byte[] record() {
    String head =
        (cosigned ? "cosigned " : "seen ")
            + seconds
            + " "
            + note.length()
            + " "
            + Hash.of(note.array()).hex();
    byte[] first = (head + " " + check(head) + "\n").getBytes(US_ASCII);
    byte[] whole = Arrays.copyOf(first, first.length + note.length() + 1);
    System.arraycopy(note.array(), 0, whole, first.length, note.length());
    whole[whole.length - 1] = '\n';
    return whole;
  }

  /// So that a damaged length is never taken for a record that was cut off.
  private static String check(String head) {
    return Hash.of(head.getBytes(US_ASCII)).hex().substring(0, CHECK_DIGITS);
  }

  /// What stands at an offset of a journal file.
  sealed interface At {
    record Whole(Seen seen, int noteAt, int end) implements At {}

    /// The rest was never on stable storage as a whole, so nobody was answered on its strength.
    record Torn() implements At {}

    record Damaged() implements At {}
  }

  static At at(byte[] file, int from) {
    if (isZero(file, from)) return new At.Torn();
    int newline = from;
    while (newline < file.length && file[newline] != '\n' && newline - from < HEAD_MAX) newline++;
    if (newline == file.length) return new At.Torn();
    String line = new String(file, from, newline - from, US_ASCII);
    int last = line.lastIndexOf(' ');
    var head = HEAD.matcher(last < 0 ? "" : line.substring(0, last));
    if (!head.matches() || !check(head.group()).equals(line.substring(last + 1))) {
      return new At.Damaged();
    }
    int noteAt = newline + 1;
    int end = noteAt + Integer.parseInt(head.group(3)) + 1;
    if (end > file.length) return new At.Torn();
    byte[] note = Arrays.copyOfRange(file, noteAt, end - 1);
    boolean good = file[end - 1] == '\n' && Hash.of(note).hex().equals(head.group(4));
    if (!good) return end == file.length && file[end - 1] == 0 ? new At.Torn() : new At.Damaged();
    boolean cosigned = head.group(1).equals("cosigned");
    return of(cosigned, Long.parseLong(head.group(2)), Bytes.wrap(note))
        .<At>map(seen -> new At.Whole(seen, noteAt, end))
        .orElse(new At.Damaged());
  }

  private static Optional<Seen> of(boolean cosigned, long seconds, Bytes note) {
    return Note.parse(note.array()).then(Checkpoint::parse)
            instanceof Checked.Valid<Checkpoint>(var checkpoint)
        ? Optional.of(new Seen(cosigned, seconds, checkpoint, note))
        : Optional.empty();
  }

  private static boolean isZero(byte[] file, int from) {
    for (int i = from; i < file.length; i++) {
      if (file[i] != 0) return false;
    }
    return true;
  }
}
