package probity.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Checkpoint;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Note;

/// The body of `add-checkpoint` (C2SP tlog-witness): the size that the log believes the witness to
/// know, the proof from there, and the checkpoint note.
///
/// Extension lines in the checkpoint are refused, as other witnesses do: ML-DSA-44 does not sign
/// them.
///
/// @param body all of it, as it came
public record AddCheckpoint(
    long old, List<Hash> proof, Note note, Checkpoint checkpoint, Bytes body) {
  /// A proof over 2^63 leaves has at most so many hashes.
  static final int PROOF_MAX = 63;

  public AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /// The bytes that ask a witness to go on from `old` to the checkpoint in `note`.
  public static byte[] body(long old, List<Hash> proof, byte[] note) {
    var head = new StringBuilder("old ").append(old).append('\n');
    for (Hash hash : proof) head.append(hash.base64()).append('\n');
    byte[] first = head.append('\n').toString().getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(first, first.length + note.length);
    System.arraycopy(note, 0, whole, first.length, note.length);
    return whole;
  }

  static Checked<AddCheckpoint> parse(Bytes body) {
    int split = emptyLine(body.array());
    if (split < 0) return malformed("the body has no empty line before the checkpoint");
    String head;
    try {
      head = UTF_8.newDecoder().decode(ByteBuffer.wrap(body.array(), 0, split)).toString();
    } catch (CharacterCodingException e) {
      return malformed("the lines before the checkpoint are not UTF-8");
    }
    var lines = List.of(head.split("\n", -1));
    if (!lines.getFirst().startsWith("old ")) {
      return malformed("the first line is not `old <size>`");
    }
    if (lines.size() - 1 > PROOF_MAX) return malformed("the proof has over 63 lines");
    return Checkpoint.size(lines.getFirst().substring(4))
        .then(old ->
            proof(lines.subList(1, lines.size()))
                .then(proof -> checkpoint(old, proof, body, split + 2)));
  }

  private static Checked<AddCheckpoint> checkpoint(
      long old, List<Hash> proof, Bytes body, int from) {
    return Note.parse(Arrays.copyOfRange(body.array(), from, body.length()))
        .then(note ->
            Checkpoint.parse(note)
                .then(checkpoint ->
                    Checked.valid(new AddCheckpoint(old, proof, note, checkpoint, body))));
  }

  /// Where the first empty line begins: the offset of the newline before it.
  private static int emptyLine(byte[] body) {
    for (int i = 0; i + 1 < body.length; i++) {
      if (body[i] == '\n' && body[i + 1] == '\n') return i;
    }
    return -1;
  }

  private static Checked<List<Hash>> proof(List<String> lines) {
    var proof = new ArrayList<Hash>();
    for (String line : lines) {
      byte[] hash;
      try {
        hash = Base64.getDecoder().decode(line);
      } catch (IllegalArgumentException e) {
        return malformed("a line of the proof is not base64");
      }
      if (hash.length != Hash.BYTES || !Base64.getEncoder().encodeToString(hash).equals(line)) {
        return malformed("a line of the proof is not 32 bytes in base64");
      }
      proof.add(Hash.copyOf(hash, 0));
    }
    return Checked.valid(proof);
  }

  private static <T> Checked<T> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }
}
