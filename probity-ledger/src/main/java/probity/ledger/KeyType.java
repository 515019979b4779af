package probity.ledger;

import java.util.HexFormat;
import java.util.Optional;

/// The signature types of C2SP signed-note that a ledger uses: which algorithm, over which message.
public enum KeyType {
  /// 0x01: Ed25519 (RFC 8032) over the text of the note.
  ED25519(1, "Ed25519", 32, "302a300506032b6570032100", 64),
  /// 0x04: Ed25519 over time and text, a witness's `cosignature/v1` (C2SP tlog-cosignature).
  ED25519_COSIGNATURE(4, "Ed25519", 32, "302a300506032b6570032100", 64),
  /// 0x06: ML-DSA-44 (FIPS 204) over signer, time, origin, size and root of a checkpoint, a log's
  /// or a witness's `subtree/v1` (C2SP tlog-cosignature).
  ML_DSA_44(6, "ML-DSA-44", 1312, "30820532300b06096086480165030403110382052100", 2420);

  private final byte code;
  private final String algorithm;
  private final int keyBytes;
  private final String spkiPrefix;
  private final int signatureBytes;

  KeyType(int code, String algorithm, int keyBytes, String spkiPrefix, int signatureBytes) {
    this.code = (byte) code;
    this.algorithm = algorithm;
    this.keyBytes = keyBytes;
    this.spkiPrefix = spkiPrefix;
    this.signatureBytes = signatureBytes;
  }

  static Optional<KeyType> of(byte code) {
    for (KeyType type : values()) {
      if (type.code == code) return Optional.of(type);
    }
    return Optional.empty();
  }

  /// The byte before a key in its text form.
  public byte code() {
    return code;
  }

  /// The JDK's name of the algorithm.
  public String algorithm() {
    return algorithm;
  }

  /// Length of a public key in bytes.
  public int keyBytes() {
    return keyBytes;
  }

  /// Length of a signature in bytes, without its time.
  public int signatureBytes() {
    return signatureBytes;
  }

  /// Whether eight bytes of POSIX seconds stand before the signature.
  public boolean timestamped() {
    return this != ED25519;
  }

  /// What stands before a raw key in its X.509 form.
  byte[] spkiPrefix() {
    return HexFormat.of().parseHex(spkiPrefix);
  }
}
