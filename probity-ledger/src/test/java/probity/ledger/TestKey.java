package probity.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A key pair: fresh, or in the private form of Go's sumdb/note.
record TestKey(VerifierKey key, PrivateKey secret) implements NoteSigner {
  static TestKey named(String name) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
      return new TestKey(VerifierKey.of(name, raw).orThrow(), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`, with its public half beside it.
  static TestKey of(String vkey, String skey) {
    byte[] typed = Base64.getDecoder().decode(skey.split("\\+", 5)[4]);
    byte[] prefix = HexFormat.of().parseHex("302e020100300506032b657004220420");
    byte[] pkcs8 = Arrays.copyOf(prefix, prefix.length + 32);
    System.arraycopy(typed, 1, pkcs8, prefix.length, 32);
    try {
      var secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new TestKey(VerifierKey.parse(vkey).orThrow(), secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
