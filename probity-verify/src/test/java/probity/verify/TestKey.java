package probity.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import probity.ledger.Cosignature;
import probity.ledger.KeyType;
import probity.ledger.NoteSigner;
import probity.ledger.VerifierKey;

/// A key pair under a name.
record TestKey(VerifierKey key, KeyPair pair) implements NoteSigner {
  /// When all cosignatures are made: 2026-11-25T10:00:00Z.
  private static final long SECONDS = 1_795_600_800L;

  /// Makes keys: fresh ones, or always the same for the same name.
  interface Maker {
    TestKey make(KeyType type, String name);
  }

  /// A fresh Ed25519 key for plain notes.
  static TestKey named(String name) {
    return fresh(KeyType.ED25519, name);
  }

  static TestKey fresh(KeyType type, String name) {
    return of(type, name, new SecureRandom());
  }

  /// Keys that depend on `seed`, type and name alone.
  static Maker seeded(String seed) {
    return (type, name) -> {
      try {
        // The one generator of the JDK that gives the same bytes for the same seed.
        var random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed((seed + "/" + type + "/" + name).getBytes(StandardCharsets.UTF_8));
        return of(type, name, random);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /// The same pair under another name.
  TestKey renamed(String name) {
    byte[] spki = pair.getPublic().getEncoded();
    var type = key.type();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - type.keyBytes(), spki.length);
    return new TestKey(VerifierKey.of(type, name, raw).orThrow(), pair);
  }

  private static TestKey of(KeyType type, String name, SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance(type.algorithm());
      if (type == KeyType.ML_DSA_44) {
        generator.initialize(NamedParameterSpec.ML_DSA_44, random);
      } else {
        generator.initialize(NamedParameterSpec.ED25519, random);
      }
      var pair = generator.generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - type.keyBytes(), spki.length);
      return new TestKey(VerifierKey.of(type, name, raw).orThrow(), pair);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] sign(byte[] text) {
    var type = key.type();
    if (!type.timestamped()) return raw(text);
    byte[] message = Cosignature.message(type, key.name(), SECONDS, text).orThrow();
    return Cosignature.payload(SECONDS, raw(message));
  }

  private byte[] raw(byte[] message) {
    try {
      var signature = Signature.getInstance(key.type().algorithm());
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
