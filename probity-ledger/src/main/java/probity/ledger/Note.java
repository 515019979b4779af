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
import java.util.Optional;

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
  public record Line(String name, String signature) {
    private String whole() {
      return "— " + name + " " + signature + "\n";
    }
  }

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

  /// The whole note again, byte for byte.
  public String whole() {
    var out = new StringBuilder(text).append('\n');
    for (Line line : lines) out.append(line.whole());
    return out.toString();
  }

  /// The signature lines that are good by keys of `keys` and may be added to another note of the
  /// same text, as they stand there.
  public List<String> linesBy(Collection<VerifierKey> keys) {
    return lines.stream()
        .filter(line -> signer(line, keys).filter(key -> isGood(line, key)).isPresent())
        .map(Line::whole)
        .toList();
  }

  private boolean isGood(Line line, VerifierKey key) {
    return verified(line, key) instanceof Checked.Valid<Signed>;
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
    for (byte b : bytes) {
      if (b >= 0 && b < 0x20 && b != '\n') {
        return Checked.invalid(Fault.MALFORMED, "note holds a control character");
      }
    }
    int split = bytes.length - 2;
    while (split >= 0 && (bytes[split] != '\n' || bytes[split + 1] != '\n')) split--;
    if (split < 0 || bytes[bytes.length - 1] != '\n' || split + 2 >= bytes.length) {
      return Checked.invalid(
          Fault.MALFORMED, "note is not a text, an empty line and signature lines");
    }
    String text;
    String signatures;
    try {
      text = decode(bytes, 0, split + 1);
      signatures = decode(bytes, split + 2, bytes.length - 1);
    } catch (CharacterCodingException e) {
      return Checked.invalid(Fault.MALFORMED, "note is not UTF-8");
    }
    var lines = new ArrayList<Line>();
    for (String line : signatures.split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 3 || !parts[0].equals("—") || !KeyName.isForeign(parts[1])) {
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
    return Checked.valid(new Note(text, lines));
  }

  /// Most texts are ASCII, which needs no decoder; a string of it takes half the memory.
  private static String decode(byte[] bytes, int from, int to) throws CharacterCodingException {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        var part = ByteBuffer.wrap(bytes, from, to - from);
        return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /// A good signature line: whose, and at what POSIX second where the key's type says so, else 0.
  public record Signed(VerifierKey key, long seconds) {}

  /// Whether the note bears exactly one line, a good one, for each of `keys`, and no other line.
  ///
  /// This is stricter than C2SP, which ignores unknown keys: in a ledger folder every key that may
  /// sign is known, so a line by another key is an addition that somebody made.
  public Checked<Note> check(Collection<VerifierKey> keys) {
    return check(keys, List.of()).then(_ -> Checked.valid(this));
  }

  /// As [#check(Collection)], but with lines by keys of `allowed` too, at most one each; gives
  /// those.
  public Checked<List<Signed>> check(
      Collection<VerifierKey> keys, Collection<VerifierKey> allowed) {
    var missing = new ArrayList<>(keys);
    var open = new ArrayList<>(allowed);
    var further = new ArrayList<Signed>();
    for (Line line : lines) {
      var required = signer(line, missing);
      var signer = required.or(() -> signer(line, open));
      if (signer.isEmpty()) {
        return Checked.invalid(
            Fault.UNKNOWN_KEY, "signature line of `" + line.name() + "` is by no expected key");
      }
      switch (verified(line, signer.get())) {
        case Checked.Invalid<Signed>(var fault, var detail) -> {
          return Checked.invalid(fault, detail);
        }
        case Checked.Valid<Signed>(var signed) -> {
          if (required.isEmpty()) further.add(signed);
        }
      }
      missing.remove(signer.get());
      open.remove(signer.get());
    }
    if (!missing.isEmpty()) {
      return Checked.invalid(
          Fault.UNKNOWN_KEY, "no signature by `" + missing.getFirst().name() + "`");
    }
    return Checked.valid(List.copyOf(further));
  }

  /// The good lines by keys of `keys`, none twice; a bad line of theirs spoils the note, lines by
  /// other keys are ignored (C2SP signed-note). For notes that come from outside a ledger folder.
  public Checked<List<Signed>> good(Collection<VerifierKey> keys) {
    var good = new ArrayList<Signed>();
    for (Line line : lines) {
      var signer = signer(line, keys);
      if (signer.isEmpty()) continue;
      switch (verified(line, signer.get())) {
        case Checked.Invalid<Signed>(var fault, var detail) -> {
          return Checked.invalid(fault, detail);
        }
        case Checked.Valid<Signed>(var signed) -> {
          if (good.stream().noneMatch(one -> one.key().equals(signed.key()))) good.add(signed);
        }
      }
    }
    return Checked.valid(List.copyOf(good));
  }

  /// Whether at least one line is a good one by a key of `keys`, and none of theirs is bad.
  public Checked<Note> checkAny(Collection<VerifierKey> keys) {
    return good(keys)
        .then(good ->
            good.isEmpty()
                ? Checked.invalid(Fault.UNKNOWN_KEY, "no signature by an expected key")
                : Checked.valid(this));
  }

  private static Optional<VerifierKey> signer(Line line, Collection<VerifierKey> keys) {
    byte[] signature = Base64s.decode(line.signature()).orThrow();
    return keys.stream()
        .filter(key -> key.name().equals(line.name()) && key.hasId(signature))
        .findFirst();
  }

  private Checked<Signed> verified(Line line, VerifierKey key) {
    byte[] signature = Base64s.decode(line.signature()).orThrow();
    byte[] payload = Arrays.copyOfRange(signature, 4, signature.length);
    return key.verifies(text.getBytes(StandardCharsets.UTF_8), payload)
        ? Checked.valid(new Signed(key, key.time(payload).orElse(0)))
        : Checked.invalid(
            Fault.BAD_SIGNATURE, "signature of `" + line.name() + "` does not verify");
  }
}
