package probity.store.file;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.VerifierKey;

/// Checks signatures of entries that come from another process, by the fastest provider that works
/// here. The JDK, which verifiers use, looks at the key and at the first entry of each series too,
/// so that no odd key passes here and fails there.
final class EntrySignatures {
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte TYPE_ED25519 = 1;
  private static final int SIGNATURE_BYTES = 4 + 64;

  private final Provider provider;

  EntrySignatures() {
    var corretto = AmazonCorrettoCryptoProvider.INSTANCE;
    this.provider = corretto.getLoadingError() == null ? corretto : new BouncyCastleProvider();
  }

  /// The key of a series.
  static final class Key {
    private final VerifierKey named;
    private final PublicKey key;

    private Key(VerifierKey named, PublicKey key) {
      this.named = named;
      this.key = key;
    }
  }

  /// The key that a `key` entry of role `series` announces.
  Checked<Key> key(Entry entry) {
    return VerifierKey.parse(entry.body().text("key").orElse("")).then(this::key);
  }

  private Checked<Key> key(VerifierKey named) {
    byte[] typed = Base64.getDecoder().decode(named.toString().split("\\+", 3)[2]);
    if (typed.length != 33 || typed[0] != TYPE_ED25519) {
      return Checked.invalid(Fault.MALFORMED, "the series' key is not Ed25519");
    }
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + typed.length - 1);
    System.arraycopy(typed, 1, spki, SPKI_PREFIX.length, typed.length - 1);
    try {
      var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
      return Checked.valid(new Key(named, key));
    } catch (GeneralSecurityException e) {
      return Checked.invalid(Fault.MALFORMED, "the series' key is not Ed25519");
    }
  }

  /// Whether the entry's one signature is the key's.
  boolean verifies(Entry entry, Key key) {
    byte[] message = entry.note().text().getBytes(StandardCharsets.UTF_8);
    byte[] line = Base64.getDecoder().decode(entry.note().lines().getFirst().signature());
    if (line.length != SIGNATURE_BYTES || !Arrays.equals(line, 0, 4, key.named.id(), 0, 4)) {
      return false;
    }
    byte[] signature = Arrays.copyOfRange(line, 4, line.length);
    if (entry.seq() == 0 && !key.named.verifies(message, signature)) return false;
    try {
      var verifier = Signature.getInstance("Ed25519", provider);
      verifier.initVerify(key.key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
