package probity.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Checkpoint;
import probity.ledger.Hash;
import probity.ledger.MerkleTree;
import probity.ledger.NoteSigner;
import probity.ledger.Proofs;
import probity.ledger.VerifierKey;

/// A log in memory with an Ed25519 key, which can fork: `salt` stands in every leaf from `forkedAt`
/// on.
public final class TestLog {
  private final Key key;
  private final int forkedAt;
  private final String salt;

  private TestLog(Key key, int forkedAt, String salt) {
    this.key = key;
    this.forkedAt = forkedAt;
    this.salt = salt;
  }

  /// A new log with a fresh key.
  public static TestLog named(String origin) {
    return new TestLog(Key.named(origin), 0, "");
  }

  /// The same log with other leaves from `index` on.
  public TestLog forkedAt(int index) {
    return new TestLog(key, index, "forked");
  }

  public VerifierKey vkey() {
    return key.key();
  }

  public Hash leaf(int index) {
    String text = index + (index >= forkedAt ? salt : "");
    return Hash.leaf(text.getBytes(UTF_8));
  }

  private List<Hash> leaves(int size) {
    var leaves = new ArrayList<Hash>();
    for (int i = 0; i < size; i++) leaves.add(leaf(i));
    return leaves;
  }

  public Checkpoint checkpoint(int size) {
    return new Checkpoint(key.key().name(), size, MerkleTree.root(leaves(size)));
  }

  public byte[] note(int size) {
    return checkpoint(size).sign(key);
  }

  /// The request that asks to go on from `old` to `size`.
  public Bytes request(int old, int size) {
    var proof = old > size ? List.<Hash>of() : Proofs.consistency(old, leaves(size));
    return Bytes.wrap(AddCheckpoint.body(old, proof, note(size)));
  }

  /// An Ed25519 key by the JDK.
  record Key(VerifierKey key, PrivateKey secret) implements NoteSigner {
    static Key named(String name) {
      try {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] spki = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
        return new Key(VerifierKey.of(name, raw).orThrow(), pair.getPrivate());
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
}
