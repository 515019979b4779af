package probity.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/// A signed note (C2SP signed-note): a text that ends in a newline, an empty line, and signature
/// lines `— name base64(key id ‖ signature)`.
///
/// Reading checks the form alone; [#check] checks signatures.
public record Note(String text, List<Line> lines) {
  /// C2SP asks verifiers to accept at least 16.
  private static final int LINES_MAX = 64;

  public Note {
    lines = List.copyOf(lines);
  }

  /// One signature line, not yet checked.
  public record Line(String name, String signature) {}

  /// `text` signed by `signer`, as bytes.
  public static byte[] sign(byte[] text, NoteSigner signer) {
    if (text.length == 0 || text[text.length - 1] != '\n') {
      throw new IllegalArgumentException("the text of a note ends in a newline");
    }
    var out = new ByteArrayOutputStream(text.length + 160);
    out.writeBytes(text);
    out.write('\n');
    appendLine(out, text, signer);
    return out.toByteArray();
  }

  /// A further signature on a whole note whose text is `text`.
  public static byte[] addSignature(byte[] note, byte[] text, NoteSigner signer) {
    var out = new ByteArrayOutputStream(note.length + 160);
    out.writeBytes(note);
    appendLine(out, text, signer);
    return out.toByteArray();
  }

  private static void appendLine(ByteArrayOutputStream out, byte[] text, NoteSigner signer) {
    byte[] signature = signer.sign(text);
    byte[] withId = Arrays.copyOf(signer.key().id(), 4 + signature.length);
    System.arraycopy(signature, 0, withId, 4, signature.length);
    String line =
        "— " + signer.key().name() + " " + Base64.getEncoder().encodeToString(withId) + "\n";
    out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads the form: UTF-8, no control character but newline, at least one signature line.
  public static Checked<Note> parse(byte[] bytes) {
    String whole;
    try {
      whole = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return Checked.invalid(Fault.MALFORMED, "note is not UTF-8");
    }
    if (whole.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      return Checked.invalid(Fault.MALFORMED, "note holds a control character");
    }
    int split = whole.lastIndexOf("\n\n");
    if (split < 0 || !whole.endsWith("\n") || split + 2 >= whole.length()) {
      return Checked.invalid(
          Fault.MALFORMED, "note is not a text, an empty line and signature lines");
    }
    var lines = new ArrayList<Line>();
    for (String line : whole.substring(split + 2, whole.length() - 1).split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 3 || !parts[0].equals("—") || parts[1].isEmpty()) {
        return Checked.invalid(
            Fault.MALFORMED, "signature line " + Quoted.of(line) + " is not `— name base64`");
      }
      switch (Base64s.decode(parts[2])) {
        case Checked.Invalid<byte[]>(var fault, var detail) -> {
          return Checked.invalid(fault, detail);
        }
        case Checked.Valid<byte[]>(var signature) when signature.length <= 4 -> {
          return Checked.invalid(
              Fault.MALFORMED, "signature line " + Quoted.of(line) + " has no signature");
        }
        case Checked.Valid<byte[]> _ -> lines.add(new Line(parts[1], parts[2]));
      }
      if (lines.size() > LINES_MAX) {
        return Checked.invalid(Fault.MALFORMED, "note has more than 64 signature lines");
      }
    }
    return Checked.valid(new Note(whole.substring(0, split + 1), lines));
  }

  /// Whether the note bears exactly one line, a good one, for each of `keys`, and no other line.
  ///
  /// This is stricter than C2SP, which ignores unknown keys: in a ledger folder every key that may
  /// sign is known, so a line by another key is an addition that somebody made.
  public Checked<Note> check(Collection<VerifierKey> keys) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    var missing = new ArrayList<>(keys);
    for (Line line : lines) {
      byte[] signature = Base64s.decode(line.signature()).orThrow();
      var signer =
          missing.stream()
              .filter(key -> key.name().equals(line.name()) && key.hasId(signature))
              .findFirst();
      if (signer.isEmpty()) {
        return Checked.invalid(
            Fault.UNKNOWN_KEY, "signature line of `" + line.name() + "` is by no expected key");
      }
      if (!signer.get().verifies(message, Arrays.copyOfRange(signature, 4, signature.length))) {
        return Checked.invalid(
            Fault.BAD_SIGNATURE, "signature of `" + line.name() + "` does not verify");
      }
      missing.remove(signer.get());
    }
    if (!missing.isEmpty()) {
      return Checked.invalid(
          Fault.UNKNOWN_KEY, "no signature by `" + missing.getFirst().name() + "`");
    }
    return Checked.valid(this);
  }

  /// Whether at least one line is a good one by a key of `keys`, and none of theirs is bad; lines
  /// by other keys are ignored. For notes that come from outside a ledger folder (C2SP
  /// signed-note).
  public Checked<Note> checkAny(Collection<VerifierKey> keys) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    boolean good = false;
    for (Line line : lines) {
      byte[] signature = Base64s.decode(line.signature()).orThrow();
      for (VerifierKey key : keys) {
        if (!key.name().equals(line.name()) || !key.hasId(signature)) continue;
        if (!key.verifies(message, Arrays.copyOfRange(signature, 4, signature.length))) {
          return Checked.invalid(
              Fault.BAD_SIGNATURE, "signature of `" + line.name() + "` does not verify");
        }
        good = true;
      }
    }
    return good
        ? Checked.valid(this)
        : Checked.invalid(Fault.UNKNOWN_KEY, "no signature by an expected key");
  }
}
