package probity.cosign;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import probity.ledger.Checkpoint;
import probity.ledger.Cosignature;
import probity.ledger.Hash;
import probity.ledger.KeyType;
import probity.ledger.Note;
import probity.ledger.NoteSigner;
import probity.ledger.VerifierKey;

/// One key that signs checkpoints with the time of signing (C2SP tlog-cosignature), made from a
/// seed of 32 bytes: a witness's, or the ML-DSA-44 key of a log. Safe for any number of threads.
///
/// By BouncyCastle, because it takes the seed as it is; some 2,000 signatures a second.
public final class Cosigner {
  public static final int SEED_BYTES = 32;

  private final VerifierKey key;
  private final AsymmetricKeyParameter secret;

  private Cosigner(VerifierKey key, AsymmetricKeyParameter secret) {
    this.key = key;
    this.secret = secret;
  }

  /// The cosigner of `seed` under `name`, tried once: what the JDK does not verify is never used.
  public static Cosigner of(KeyType type, String name, byte[] seed) {
    var cosigner =
        switch (type) {
          case ED25519_COSIGNATURE -> {
            var secret = new Ed25519PrivateKeyParameters(seed, 0);
            byte[] raw = secret.generatePublicKey().getEncoded();
            yield new Cosigner(VerifierKey.of(type, name, raw).orThrow(), secret);
          }
          case ML_DSA_44 -> {
            var secret = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
            byte[] raw = secret.getPublicKeyParameters().getEncoded();
            yield new Cosigner(VerifierKey.of(type, name, raw).orThrow(), secret);
          }
          case ED25519 -> throw new IllegalArgumentException("a plain signature has no time");
        };
    byte[] probe = new Checkpoint(name, 0, Hash.of(new byte[0])).text();
    if (!cosigner.key.verifies(probe, cosigner.payload(probe, 1))) {
      throw new IllegalStateException("a cosignature does not verify by the JDK");
    }
    return cosigner;
  }

  public VerifierKey key() {
    return key;
  }

  /// The signature line, with its newline, of a cosignature made at POSIX second `seconds`.
  public String line(Checkpoint checkpoint, long seconds) {
    byte[] text = checkpoint.text();
    byte[] whole = Note.sign(text, at(() -> seconds));
    return new String(
        whole, text.length + 1, whole.length - text.length - 1, StandardCharsets.UTF_8);
  }

  /// A signer of notes at the time that `clock` shows.
  public NoteSigner by(InstantSource clock) {
    return at(() -> Math.max(1, clock.instant().getEpochSecond()));
  }

  private NoteSigner at(LongSupplier seconds) {
    return new NoteSigner() {
      @Override
      public VerifierKey key() {
        return key;
      }

      @Override
      public byte[] sign(byte[] text) {
        return payload(text, seconds.getAsLong());
      }
    };
  }

  private byte[] payload(byte[] text, long seconds) {
    byte[] message = Cosignature.message(key.type(), key.name(), seconds, text).orThrow();
    // A signer keeps state between its calls, so each signature has its own.
    Signer signer = key.type() == KeyType.ML_DSA_44 ? new MLDSASigner() : new Ed25519Signer();
    try {
      signer.init(true, secret);
      signer.update(message, 0, message.length);
      return Cosignature.payload(seconds, signer.generateSignature());
    } catch (CryptoException e) {
      throw new IllegalStateException("cosigning failed", e);
    }
  }
}
