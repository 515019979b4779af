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
import java.util.OptionalLong;

/// A named public key in the form of C2SP signed-note: `name+hex8+base64(type ‖ key)`.
public final class VerifierKey {
  private final KeyType type;
  private final String name;
  private final byte[] raw;
  private final byte[] id;
  private final PublicKey key;

  private VerifierKey(KeyType type, String name, byte[] raw, PublicKey key) {
    this.type = type;
    this.name = name;
    this.raw = raw;
    this.key = key;
    this.id = keyId(type, name, raw);
  }

  /// The Ed25519 key whose 32 raw bytes (RFC 8032) are `raw`, for plain notes.
  public static Checked<VerifierKey> of(String name, byte[] raw) {
    return of(KeyType.ED25519, name, raw);
  }

  /// The key whose raw bytes, as its standard has them, are `raw`.
  public static Checked<VerifierKey> of(KeyType type, String name, byte[] raw) {
    if (!KeyName.isForeign(name)) {
      return Checked.invalid(
          Fault.MALFORMED, "key name " + Quoted.of(name) + " is empty or has a space or a `+`");
    }
    if (raw.length != type.keyBytes()) {
      return Checked.invalid(
          Fault.MALFORMED, "key of " + raw.length + " bytes, " + type.keyBytes() + " expected");
    }
    byte[] prefix = type.spkiPrefix();
    byte[] spki = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, spki, prefix.length, raw.length);
    try {
      var key =
          KeyFactory.getInstance(type.algorithm()).generatePublic(new X509EncodedKeySpec(spki));
      // The factory takes any 32 bytes for an Ed25519 key; a verifier looks whether they are a
      // point.
      Signature.getInstance(type.algorithm()).initVerify(key);
      return Checked.valid(new VerifierKey(type, name, raw.clone(), key));
    } catch (GeneralSecurityException e) {
      return Checked.invalid(
          Fault.MALFORMED, "key " + Quoted.of(name) + " is no key of " + type.algorithm());
    }
  }

  /// Reads the text form; the key id in it must be the one that the key has.
  public static Checked<VerifierKey> parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      return Checked.invalid(Fault.MALFORMED, Quoted.of(vkey) + " is not `name+id+key`");
    }
    return Base64s.decode(parts[2])
        .then(typed -> typed(parts[0], typed))
        .then(key ->
            HexFormat.of().formatHex(key.id).equals(parts[1])
                ? Checked.valid(key)
                : Checked.invalid(
                    Fault.MALFORMED, "key id in " + Quoted.of(vkey) + " is not that of the key"));
  }

  private static Checked<VerifierKey> typed(String name, byte[] typed) {
    var type = KeyType.of(typed.length == 0 ? 0 : typed[0]);
    return type.isPresent()
        ? of(type.get(), name, Arrays.copyOfRange(typed, 1, typed.length))
        : Checked.invalid(
            Fault.MALFORMED,
            "key " + Quoted.of(name) + " is neither Ed25519 (0x01, 0x04) nor ML-DSA-44 (0x06)");
  }

  /// First four bytes of SHA-256(name ‖ LF ‖ type ‖ key).
  private static byte[] keyId(KeyType type, String name, byte[] raw) {
    var digest = Hash.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(type.code());
    return Arrays.copyOf(digest.digest(raw), 4);
  }

  public KeyType type() {
    return type;
  }

  public String name() {
    return name;
  }

  /// The four bytes that stand before each signature.
  public byte[] id() {
    return id.clone();
  }

  /// SHA-256 of the raw key, in hex: what people compare, whatever name and type the key has.
  public String fingerprint() {
    return Hash.of(raw).hex();
  }

  /// Whether both are the same public key, under whatever names (C2SP tlog-policy).
  public boolean isSameKey(VerifierKey other) {
    return Arrays.equals(raw, other.raw);
  }

  boolean hasId(byte[] signature) {
    return signature.length >= 4 && Arrays.equals(signature, 0, 4, id, 0, 4);
  }

  /// Whether `payload`, what stands after the key id on a signature line, is this key's for a note
  /// whose text is `text`; by the JDK alone.
  public boolean verifies(byte[] text, byte[] payload) {
    int time = type.timestamped() ? Cosignature.TIME_BYTES : 0;
    if (payload.length != time + type.signatureBytes()) return false;
    var message =
        type.timestamped()
            ? Cosignature.message(type, name, Cosignature.time(payload), text)
            : Checked.valid(text);
    return message instanceof Checked.Valid<byte[]>(var signed)
        && verifiesRaw(signed, Arrays.copyOfRange(payload, time, payload.length));
  }

  /// The POSIX seconds that stand in a payload of this key; empty where its type has none.
  OptionalLong time(byte[] payload) {
    return type.timestamped() && payload.length > Cosignature.TIME_BYTES
        ? OptionalLong.of(Cosignature.time(payload))
        : OptionalLong.empty();
  }

  private boolean verifiesRaw(byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(type.algorithm());
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey key
        && type == key.type
        && name.equals(key.name)
        && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }

  /// The text form.
  @Override
  public String toString() {
    byte[] typed = new byte[1 + raw.length];
    typed[0] = type.code();
    System.arraycopy(raw, 0, typed, 1, raw.length);
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
