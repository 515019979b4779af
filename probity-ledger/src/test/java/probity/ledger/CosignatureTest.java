package probity.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Timestamped signatures, against the text of C2SP tlog-cosignature.
class CosignatureTest {
  private static final Checkpoint CHECKPOINT =
      new Checkpoint("example.com/behind-the-sofa", 20852163, Hash.of(new byte[] {1}));

  /// A cosigner by the JDK's own algorithms.
  private record Cosigner(VerifierKey key, java.security.PrivateKey secret, long seconds)
      implements NoteSigner {
    static Cosigner named(KeyType type, String name) throws Exception {
      var pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - type.keyBytes(), spki.length);
      return new Cosigner(VerifierKey.of(type, name, raw).orThrow(), pair.getPrivate(), 1679315147);
    }

    @Override
    public byte[] sign(byte[] text) {
      try {
        var message = Cosignature.message(key.type(), key.name(), seconds, text).orThrow();
        var signature = Signature.getInstance(key.type().algorithm());
        signature.initSign(secret);
        signature.update(message);
        return Cosignature.payload(seconds, signature.sign());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519_COSIGNATURE", "ML_DSA_44"})
  void a_cosignature_verifies_bears_its_time_and_fails_when_anything_changes(KeyType type)
      throws Exception {
    var cosigner = Cosigner.named(type, "witness.example/w1");
    var log = TestKey.named("example.com/behind-the-sofa");
    byte[] bytes = CHECKPOINT.sign(List.of(log, cosigner));
    var note = Note.parse(bytes).orThrow();

    assertThat(note.check(List.of(log.key()), List.of(cosigner.key())).orThrow())
        .containsExactly(new Note.Signed(cosigner.key(), 1679315147));
    assertThat(new String(bytes, UTF_8)).isEqualTo(note.whole());

    var other = new Checkpoint(CHECKPOINT.origin(), 20852164, CHECKPOINT.root());
    byte[] payload = cosigner.sign(CHECKPOINT.text());
    assertThat(cosigner.key().verifies(CHECKPOINT.text(), payload)).isTrue();
    assertThat(cosigner.key().verifies(other.text(), payload)).isFalse();
    for (int at : new int[] {7, 8, payload.length - 1}) {
      byte[] changed = payload.clone();
      changed[at] ^= 1;
      assertThat(cosigner.key().verifies(CHECKPOINT.text(), changed)).as("byte %s", at).isFalse();
    }
    assertThat(cosigner.key().verifies(CHECKPOINT.text(), Arrays.copyOf(payload, 40))).isFalse();
    assertThat(VerifierKey.parse(cosigner.key().toString()).orThrow()).isEqualTo(cosigner.key());
  }

  @Test
  void the_text_that_ed25519_signs_is_that_of_the_specification() {
    String text =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    assertThat(
            new String(
                Cosignature.message(
                        KeyType.ED25519_COSIGNATURE, "any", 1679315147, text.getBytes(UTF_8))
                    .orThrow(),
                UTF_8))
        .isEqualTo("cosignature/v1\ntime 1679315147\n" + text);
  }

  @Test
  void the_bytes_that_ml_dsa_signs_are_those_of_the_specification() {
    var text = new Checkpoint("lo", 0x0102, Hash.of(new byte[0])).text();

    assertThat(
            HexFormat.of()
                .formatHex(Cosignature.message(KeyType.ML_DSA_44, "wit", 3, text).orThrow()))
        .isEqualTo(
            "737562747265652f76310a00" // subtree/v1 LF NUL
                + "03776974"
                + "0000000000000003"
                + "026c6f"
                + "0000000000000000"
                + "0000000000000102"
                + Hash.of(new byte[0]).hex());
  }

  @Test
  void the_published_line_is_taken_apart() {
    byte[] line =
        Base64.getDecoder()
            .decode(
                "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==");

    assertThat(HexFormat.of().formatHex(line, 0, 4)).isEqualTo("8d66cf3f");
    assertThat(Cosignature.time(Arrays.copyOfRange(line, 4, line.length))).isEqualTo(1679315147);
    assertThat(line).hasSize(4 + 8 + KeyType.ED25519_COSIGNATURE.signatureBytes());
  }

  @Test
  void a_line_that_stands_twice_is_one_too_many_in_a_ledger_and_counts_once_outside()
      throws Exception {
    var cosigner = Cosigner.named(KeyType.ML_DSA_44, "witness.example/w1");
    var log = TestKey.named("example.com/behind-the-sofa");
    var note = Note.parse(CHECKPOINT.sign(List.of(log, cosigner, cosigner))).orThrow();

    assertThat(note.check(List.of(log.key()), List.of(cosigner.key())))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(note.good(List.of(cosigner.key())).orThrow()).hasSize(1);
  }

  @Test
  void ml_dsa_signs_no_text_that_is_not_a_checkpoint() throws Exception {
    var cosigner = Cosigner.named(KeyType.ML_DSA_44, "w");

    assertThat(Cosignature.message(KeyType.ML_DSA_44, "w", 1, "a\n1\n".getBytes(UTF_8)))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(cosigner.key().verifies("a\n1\n".getBytes(UTF_8), new byte[2428])).isFalse();
  }
}
