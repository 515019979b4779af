package probity.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 value: 32 bytes, compared by content.
public final class Hash {
  public static final int BYTES = 32;

  private final byte[] value;

  private Hash(byte[] value) {
    this.value = value;
  }

  /// The 32 bytes at `offset`, copied.
  public static Hash copyOf(byte[] bytes, int offset) {
    if (offset < 0 || offset > bytes.length - BYTES) {
      throw new IllegalArgumentException("a hash needs 32 bytes");
    }
    return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
  }

  /// SHA-256 of `bytes`.
  public static Hash of(byte[] bytes) {
    return new Hash(sha256().digest(bytes));
  }

  /// The leaf hash of RFC 6962 section 2.1: SHA-256 of a zero byte and the entry.
  public static Hash leaf(byte[] entry) {
    var digest = sha256();
    digest.update((byte) 0);
    return new Hash(digest.digest(entry));
  }

  /// The node hash of RFC 6962 section 2.1: SHA-256 of a one byte and both children.
  public static Hash node(Hash left, Hash right) {
    var digest = sha256();
    digest.update((byte) 1);
    digest.update(left.value);
    return new Hash(digest.digest(right.value));
  }

  /// Reads 64 lower-case hex digits.
  public static Checked<Hash> parseHex(String hex) {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(Hash::isLowerHex)) {
      return Checked.invalid(
          Fault.MALFORMED, Quoted.of(hex) + " is not a hash of 64 lower-case hex digits");
    }
    return Checked.valid(new Hash(HexFormat.of().parseHex(hex)));
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /// SHA-256 from the JDK; every conforming JDK has it.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  public byte[] bytes() {
    return value.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, BYTES);
  }

  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && MessageDigest.isEqual(value, hash.value);
  }

  @Override
  public int hashCode() {
    return (value[0] & 0xff) << 24
        | (value[1] & 0xff) << 16
        | (value[2] & 0xff) << 8
        | (value[3] & 0xff);
  }

  @Override
  public String toString() {
    return hex();
  }
}
