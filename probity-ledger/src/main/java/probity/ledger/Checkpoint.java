package probity.ledger;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The state of a log that its key signs: origin, size and root (C2SP tlog-checkpoint, no extension
/// lines, which witnesses refuse).
public record Checkpoint(String origin, long size, Hash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

  public Checkpoint {
    if (!KeyName.isValid(origin)) throw new IllegalArgumentException("not an origin");
    if (size < 0) throw new IllegalArgumentException("size " + size + " is negative");
  }

  /// The note text, ending in a newline.
  public byte[] text() {
    return (origin + "\n" + size + "\n" + root.base64() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  public byte[] sign(NoteSigner signer) {
    return Note.sign(text(), signer);
  }

  /// Reads a note's text; exactly three lines, the size in its one decimal form.
  public static Checked<Checkpoint> parse(Note note) {
    String[] lines = note.text().split("\n", -1);
    if (lines.length != 4 || !lines[3].isEmpty()) {
      return Checked.invalid(
          Fault.MALFORMED, "checkpoint does not have the three lines origin, size and root");
    }
    if (!KeyName.isValid(lines[0])) {
      return Checked.invalid(
          Fault.MALFORMED, "origin " + Quoted.of(lines[0]) + " is not [a-z0-9./_-]+");
    }
    if (!SIZE.matcher(lines[1]).matches()) {
      return Checked.invalid(
          Fault.MALFORMED, "checkpoint size " + Quoted.of(lines[1]) + " is not a decimal number");
    }
    return Base64s.decode(lines[2])
        .then(root ->
            root.length == Hash.BYTES
                ? Checked.valid(
                    new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.copyOf(root, 0)))
                : Checked.invalid(
                    Fault.MALFORMED, "root " + Quoted.of(lines[2]) + " is not 32 bytes in base64"));
  }
}
