package probity.console.account;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import probity.console.Values;
import probity.ledger.Hash;

/// An authenticator that signs whatever the test wants it to.
final class SoftPasskey {
  static final int PRESENT = 1;
  static final int VERIFIED = 4;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys;
  private final byte[] id = "an id of a credential".getBytes(StandardCharsets.UTF_8);

  SoftPasskey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
  }

  KeyPair keys() {
    return keys;
  }

  Account.Passkey kept(long count) {
    byte[] key = cose();
    byte[] credential =
        ByteBuffer.allocate(18 + id.length + key.length)
            .put(new byte[16])
            .putShort((short) id.length)
            .put(id)
            .put(key)
            .array();
    return new Account.Passkey(
        ENCODER.encodeToString(id),
        ENCODER.encodeToString(credential),
        count,
        "Soft",
        Instant.EPOCH);
  }

  /// RFC 9053, section 7.1.1, in CBOR: EC2, ES256, P-256, x, y.
  private byte[] cose() {
    var point = ((ECPublicKey) keys.getPublic()).getW();
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20});
    out.writeBytes(bytes(point.getAffineX()));
    out.writeBytes(new byte[] {0x22, 0x58, 0x20});
    out.writeBytes(bytes(point.getAffineY()));
    return out.toByteArray();
  }

  private static byte[] bytes(BigInteger number) {
    byte[] all = number.toByteArray();
    byte[] last = new byte[32];
    int length = Math.min(32, all.length);
    System.arraycopy(all, all.length - length, last, 32 - length, length);
    return last;
  }

  /// The form that the script of a page would send.
  Values sign(Hash challenge, String origin, int flags, int count, String... more)
      throws GeneralSecurityException {
    byte[] client =
        ("{\"type\":\"webauthn.get\",\"challenge\":\""
                + ENCODER.encodeToString(challenge.bytes())
                + "\",\"origin\":\""
                + origin
                + "\",\"crossOrigin\":false}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] data =
        ByteBuffer.allocate(37)
            .put(Hash.of("localhost".getBytes(StandardCharsets.UTF_8)).bytes())
            .put((byte) flags)
            .putInt(count)
            .array();
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(data);
    signature.update(Hash.of(client).bytes());
    String[] all = Arrays.copyOf(more, more.length + 8);
    String[] signed = {
      "credentialId", ENCODER.encodeToString(id),
      "clientDataJSON", ENCODER.encodeToString(client),
      "authenticatorData", ENCODER.encodeToString(data),
      "signature", ENCODER.encodeToString(signature.sign())
    };
    System.arraycopy(signed, 0, all, more.length, signed.length);
    return Values.of(all);
  }
}
