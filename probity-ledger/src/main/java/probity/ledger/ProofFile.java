package probity.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// That an entry stands in a log, to be checked offline (C2SP tlog-proof, file name ending
/// `.tlog-proof`).
///
/// @param extra bytes that nothing proves; empty where there are none
/// @param index of the entry, from 0
/// @param path the inclusion proof, leaf side first (RFC 6962 section 2.1.1), at most 63 hashes
/// @param note the checkpoint with its signatures, verbatim
public record ProofFile(Optional<String> extra, long index, List<Hash> path, Note note) {
  private static final String FIRST = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";
  private static final int PATH_MAX = 63;

  public ProofFile {
    path = List.copyOf(path);
  }

  /// What a proof proves under a policy.
  ///
  /// @param cosigners the witnesses of the policy whose lines are good
  public record Proven(Checkpoint checkpoint, List<Note.Signed> cosigners) {
    public Proven {
      cosigners = List.copyOf(cosigners);
    }
  }

  /// The file's text.
  public String text() {
    var out = new StringBuilder(FIRST).append('\n');
    extra.ifPresent(base64 -> out.append(EXTRA).append(base64).append('\n'));
    out.append(INDEX).append(index).append('\n');
    for (Hash hash : path) out.append(hash.base64()).append('\n');
    return out.append('\n').append(note.whole()).toString();
  }

  /// Reads a file; checks its form alone.
  public static Checked<ProofFile> parse(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return malformed("proof is not UTF-8");
    }
    int split = text.indexOf("\n\n");
    if (split < 0) return malformed("proof has no empty line before its checkpoint");
    var lines = new ArrayList<>(List.of(text.substring(0, split).split("\n", -1)));
    if (!lines.removeFirst().equals(FIRST)) return malformed("first line is not `" + FIRST + "`");
    Optional<String> extra = Optional.empty();
    if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
      extra = Optional.of(lines.removeFirst().substring(EXTRA.length()));
      if (Base64s.decode(extra.get()) instanceof Checked.Invalid<byte[]>(_, var detail)) {
        return malformed(detail);
      }
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
      return malformed("proof has no line `index <n>` where it should stand");
    }
    var index = Checkpoint.size(lines.removeFirst().substring(INDEX.length()));
    if (lines.size() > PATH_MAX) return malformed("proof has more than 63 hashes");
    var found = extra;
    byte[] note = text.substring(split + 2).getBytes(StandardCharsets.UTF_8);
    return index.then(at ->
        hashes(lines)
            .then(path ->
                Note.parse(note)
                    .then(read -> Checked.valid(new ProofFile(found, at, path, read)))));
  }

  /// Reads base64 lines of one hash each.
  public static Checked<List<Hash>> hashes(List<String> lines) {
    var hashes = new ArrayList<Hash>();
    for (String line : lines) {
      switch (Base64s.decode(line)) {
        case Checked.Valid<byte[]>(var bytes) when bytes.length == Hash.BYTES ->
            hashes.add(Hash.copyOf(bytes, 0));
        case Checked.Valid<byte[]> _ -> {
          return malformed("proof line " + Quoted.of(line) + " is not 32 bytes in base64");
        }
        case Checked.Invalid<byte[]>(_, var detail) -> {
          return malformed(detail);
        }
      }
    }
    return Checked.valid(List.copyOf(hashes));
  }

  /// Checks that the entry with this leaf hash stands in a log of `policy`: a log's signature, the
  /// quorum of witnesses, then the path. Lines by keys that the policy does not name are ignored.
  public Checked<Proven> verify(Hash leaf, TrustPolicy policy) {
    return Checkpoint.parse(note)
        .then(checkpoint ->
            note.checkAny(policy.log(checkpoint.origin()))
                .then(_ -> note.good(policy.witnessKeys()))
                .then(cosigners -> proven(checkpoint, cosigners, leaf, policy)));
  }

  private Checked<Proven> proven(
      Checkpoint checkpoint, List<Note.Signed> cosigners, Hash leaf, TrustPolicy policy) {
    if (!policy.isMetBy(cosigners.stream().map(Note.Signed::key))) {
      return Checked.invalid(
          Fault.UNKNOWN_KEY,
          "cosigned by " + cosigners.size() + ", the policy's quorum is not met");
    }
    if (!Proofs.includes(checkpoint, index, leaf, path)) {
      return Checked.invalid(
          Fault.ROOT_MISMATCH, "the path does not lead from the entry to the checkpoint's root");
    }
    return Checked.valid(new Proven(checkpoint, cosigners));
  }

  private static <T> Checked<T> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }
}
