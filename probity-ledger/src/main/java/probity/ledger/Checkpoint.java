package probity.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// The state of a log that its keys sign: origin, size and root (C2SP tlog-checkpoint, no extension
/// lines, which ML-DSA-44 does not sign and witnesses refuse).
public record Checkpoint(String origin, long size, Hash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

  public Checkpoint {
    if (origin.isEmpty() || origin.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not an origin");
    }
    if (size < 0) throw new IllegalArgumentException("size " + size + " is negative");
  }

  /// The note text, ending in a newline.
  public byte[] text() {
    return (origin + "\n" + size + "\n" + root.base64() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  public byte[] sign(NoteSigner signer) {
    return Note.sign(text(), signer);
  }

  /// The note with a line by each of `signers`, in their order.
  public byte[] sign(List<NoteSigner> signers) {
    byte[] note = sign(signers.getFirst());
    for (NoteSigner further : signers.subList(1, signers.size())) {
      note = Note.addSignature(note, text(), further);
    }
    return note;
  }

  /// Reads a note's text; exactly three lines, the size in its one decimal form.
  public static Checked<Checkpoint> parse(Note note) {
    return parseText(note.text());
  }

  static Checked<Checkpoint> parseText(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[3].isEmpty() || lines[0].isEmpty()) {
      return Checked.invalid(
          Fault.MALFORMED, "checkpoint does not have the three lines origin, size and root");
    }
    return size(lines[1])
        .then(size ->
            root(lines[2]).then(root -> Checked.valid(new Checkpoint(lines[0], size, root))));
  }

  /// Reads a tree size in its one decimal form, at most 2^63 - 1.
  public static Checked<Long> size(String text) {
    if (SIZE.matcher(text).matches()) {
      try {
        return Checked.valid(Long.parseLong(text));
      } catch (NumberFormatException e) {
        return Checked.invalid(
            Fault.MALFORMED, "checkpoint size " + Quoted.of(text) + " is over 2^63 - 1");
      }
    }
    return Checked.invalid(
        Fault.MALFORMED, "checkpoint size " + Quoted.of(text) + " is not a decimal number");
  }

  private static Checked<Hash> root(String text) {
    return Base64s.decode(text)
        .then(root ->
            root.length == Hash.BYTES
                ? Checked.valid(Hash.copyOf(root, 0))
                : Checked.invalid(
                    Fault.MALFORMED, "root " + Quoted.of(text) + " is not 32 bytes in base64"));
  }
}
