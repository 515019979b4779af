package probity.store.file;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import probity.ledger.NoteSigner;
import probity.ledger.VerifierKey;

/// Makes Ed25519 signers from seeds, by the fastest provider that works here.
///
/// The JDK signs some 2,000 times a second on a core, BouncyCastle 30,000, Amazon Corretto's
/// provider 100,000. Providers are used as objects and never installed: nothing else in the process
/// changes. SHA-256 and verification stay with the JDK.
final class Signers {
  static final int SEED_BYTES = 32;
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] PROBE = "probity".getBytes(StandardCharsets.UTF_8);

  private final Provider provider;

  private Signers(Provider provider) {
    this.provider = provider;
  }

  /// Corretto's provider where its native library loads and signs, else BouncyCastle.
  static Signers fastest() {
    var corretto = AmazonCorrettoCryptoProvider.INSTANCE;
    if (corretto.getLoadingError() == null) {
      var signers = new Signers(corretto);
      try {
        signers.of("probe", new byte[SEED_BYTES]);
        return signers;
      } catch (IllegalStateException e) {
        System.getLogger(Signers.class.getName())
            .log(System.Logger.Level.WARNING, "corretto's provider loads but does not sign", e);
      }
    }
    return portable();
  }

  /// BouncyCastle, which runs everywhere.
  static Signers portable() {
    return new Signers(new BouncyCastleProvider());
  }

  /// The implementation's name, for people.
  String implementation() {
    return provider.getName() + " " + provider.getVersionStr();
  }

  static byte[] newSeed(SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return seed;
  }

  /// The signer of `seed` under `name`, tried once: what the JDK does not verify is never used.
  NoteSigner of(String name, byte[] seed) {
    try {
      byte[] pkcs8 = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + SEED_BYTES);
      System.arraycopy(seed, 0, pkcs8, PKCS8_PREFIX.length, SEED_BYTES);
      PrivateKey secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      byte[] raw = new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
      var signature = Signature.getInstance("Ed25519", provider);
      signature.initSign(secret);
      var signer = new Ed25519(VerifierKey.of(name, raw).orThrow(), signature);
      if (!signer.key().verifies(PROBE, signer.sign(PROBE))) {
        throw new IllegalStateException(
            "a signature of " + implementation() + " does not verify by the JDK");
      }
      return signer;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(implementation() + " does not sign Ed25519", e);
    }
  }

  private record Ed25519(VerifierKey key, Signature signature) implements NoteSigner {
    @Override
    public byte[] sign(byte[] message) {
      try {
        signature.update(message);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("signing failed", e);
      }
    }
  }
}
