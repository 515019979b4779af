package probity.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A named Ed25519 public key in the form of C2SP signed-note: `name+hex8+base64(0x01 ‖ key)`.
public final class VerifierKey {
  static final byte TYPE_ED25519 = 1;
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] raw;
  private final byte[] id;
  private final PublicKey key;

  private VerifierKey(String name, byte[] raw, PublicKey key) {
    this.name = name;
    this.raw = raw;
    this.key = key;
    this.id = keyId(name, raw);
  }

  /// The key whose 32 raw bytes (RFC 8032) are `raw`.
  public static Checked<VerifierKey> of(String name, byte[] raw) {
    if (!KeyName.isValid(name)) {
      return Checked.invalid(
          Fault.MALFORMED, "key name " + Quoted.of(name) + " is not [a-z0-9./_-]+");
    }
    if (raw.length != 32) {
      return Checked.invalid(Fault.MALFORMED, "key of " + raw.length + " bytes, 32 expected");
    }
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + 32);
    System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, 32);
    try {
      var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
      // The factory takes any 32 bytes; a verifier looks whether they are a point.
      Signature.getInstance("Ed25519").initVerify(key);
      return Checked.valid(new VerifierKey(name, raw.clone(), key));
    } catch (GeneralSecurityException e) {
      return Checked.invalid(Fault.MALFORMED, "key `" + name + "` is not an Ed25519 point");
    }
  }

  /// Reads the text form; the key id in it must be the one that the key has.
  public static Checked<VerifierKey> parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      return Checked.invalid(Fault.MALFORMED, Quoted.of(vkey) + " is not `name+id+key`");
    }
    return Base64s.decode(parts[2])
        .then(typed ->
            typed.length == 33 && typed[0] == TYPE_ED25519
                ? of(parts[0], Arrays.copyOfRange(typed, 1, 33))
                : Checked.invalid(Fault.MALFORMED, "key in " + Quoted.of(vkey) + " is not Ed25519"))
        .then(key ->
            HexFormat.of().formatHex(key.id).equals(parts[1])
                ? Checked.valid(key)
                : Checked.invalid(
                    Fault.MALFORMED, "key id in " + Quoted.of(vkey) + " is not that of the key"));
  }

  /// First four bytes of SHA-256(name ‖ LF ‖ type ‖ key).
  private static byte[] keyId(String name, byte[] raw) {
    var digest = Hash.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(TYPE_ED25519);
    return Arrays.copyOf(digest.digest(raw), 4);
  }

  public String name() {
    return name;
  }

  /// The four bytes that stand before each signature.
  public byte[] id() {
    return id.clone();
  }

  boolean hasId(byte[] signature) {
    return signature.length >= 4 && Arrays.equals(signature, 0, 4, id, 0, 4);
  }

  /// Whether `signature` (64 bytes) is this key's over `message`, by the JDK's Ed25519.
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey key && name.equals(key.name) && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }

  /// The text form.
  @Override
  public String toString() {
    byte[] typed = new byte[33];
    typed[0] = TYPE_ED25519;
    System.arraycopy(raw, 0, typed, 1, 32);
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
