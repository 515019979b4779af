package probity.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a timestamped signature line signs and how its payload is laid out (C2SP tlog-cosignature):
/// eight bytes of POSIX seconds, big-endian, then the signature.
///
/// Such a line says that at this time the checkpoint was the largest of its log which the signer
/// knew, and consistent with all it knew before.
public final class Cosignature {
  static final int TIME_BYTES = 8;
  private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int NAME_BYTES_MAX = 255;

  private Cosignature() {}

  /// The bytes that a key of `type` named `signer` signs at `seconds` for the checkpoint in `text`.
  /// Invalid where a key of this type cannot sign such a text.
  public static Checked<byte[]> message(KeyType type, String signer, long seconds, byte[] text) {
    if (seconds < 0) return Checked.invalid(Fault.MALFORMED, "time of a cosignature over 2^63 - 1");
    return switch (type) {
      case ED25519 -> Checked.invalid(Fault.MALFORMED, "a plain Ed25519 signature has no time");
      case ED25519_COSIGNATURE -> Checked.valid(withTime(seconds, text));
      case ML_DSA_44 ->
          Checkpoint.parseText(new String(text, StandardCharsets.UTF_8))
              .then(checkpoint -> subtree(signer, seconds, checkpoint));
    };
  }

  private static byte[] withTime(long seconds, byte[] text) {
    var out = new ByteArrayOutputStream(text.length + 40);
    out.writeBytes(("cosignature/v1\ntime " + seconds + "\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(text);
    return out.toByteArray();
  }

  private static Checked<byte[]> subtree(String signer, long seconds, Checkpoint checkpoint) {
    byte[] name = signer.getBytes(StandardCharsets.UTF_8);
    byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
    if (name.length > NAME_BYTES_MAX || origin.length > NAME_BYTES_MAX) {
      return Checked.invalid(Fault.MALFORMED, "name of signer or log has over 255 bytes");
    }
    var out =
        ByteBuffer.allocate(SUBTREE.length + 1 + name.length + 8 + 1 + origin.length + 8 + 8 + 32);
    out.put(SUBTREE).put((byte) name.length).put(name).putLong(seconds);
    out.put((byte) origin.length).put(origin).putLong(0).putLong(checkpoint.size());
    out.put(checkpoint.root().bytes());
    return Checked.valid(out.array());
  }

  /// What stands after the key id on the signature line.
  public static byte[] payload(long seconds, byte[] signature) {
    return ByteBuffer.allocate(TIME_BYTES + signature.length)
        .putLong(seconds)
        .put(signature)
        .array();
  }

  static long time(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong();
  }
}
