package probity.store.file;

import java.time.InstantSource;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import probity.ledger.Checkpoint;
import probity.ledger.Cosignature;
import probity.ledger.Hash;
import probity.ledger.KeyType;
import probity.ledger.NoteSigner;
import probity.ledger.VerifierKey;

/// Signs checkpoints with ML-DSA-44 (FIPS 204), with the time of signing (C2SP tlog-cosignature).
///
/// BouncyCastle, because it takes the 32-byte seed as it is; some 2,000 signatures a second.
final class MlDsaSigner implements NoteSigner {
  private final VerifierKey key;
  private final MLDSAPrivateKeyParameters secret;
  private final InstantSource clock;

  private MlDsaSigner(VerifierKey key, MLDSAPrivateKeyParameters secret, InstantSource clock) {
    this.key = key;
    this.secret = secret;
    this.clock = clock;
  }

  /// The signer of `seed`, 32 bytes, under `name`; tried once: what the JDK does not verify is
  /// never used.
  static NoteSigner of(String name, byte[] seed, InstantSource clock) {
    var secret = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    var raw = secret.getPublicKeyParameters().getEncoded();
    var signer =
        new MlDsaSigner(VerifierKey.of(KeyType.ML_DSA_44, name, raw).orThrow(), secret, clock);
    byte[] probe = new Checkpoint(name, 0, Hash.of(new byte[0])).text();
    if (!signer.key.verifies(probe, signer.sign(probe))) {
      throw new IllegalStateException("a signature of ML-DSA-44 does not verify by the JDK");
    }
    return signer;
  }

  @Override
  public VerifierKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] text) {
    long seconds = Math.max(1, clock.instant().getEpochSecond());
    byte[] message = Cosignature.message(key.type(), key.name(), seconds, text).orThrow();
    try {
      var signer = new MLDSASigner();
      signer.init(true, secret);
      signer.update(message, 0, message.length);
      return Cosignature.payload(seconds, signer.generateSignature());
    } catch (CryptoException e) {
      throw new IllegalStateException("signing failed", e);
    }
  }
}
