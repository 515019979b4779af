package probity.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Notes, checkpoints and proofs that other projects publish: golang.org/x/mod `sumdb/note` and
/// torchwood `cmd/litewitness/testdata`, both BSD-3-Clause. The checker in Go, `interop/`, reads
/// the same ones.
class PublishedVectorsTest {
  private static final VerifierKey NEUMANN =
      VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
          .orThrow();
  private static final String SIGSUM =
      "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
  private static final VerifierKey SIGSUM_KEY =
      VerifierKey.of(
              SIGSUM,
              HexFormat.of()
                  .parseHex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"))
          .orThrow();
  private static final String LEAF_1 = "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String LEAF_2 = "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String LEAF_3 = "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String LEAF_4 = "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String SIGNATURE_3 =
      "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=";

  /// The log's leaf hashes, which are hashes of nothing.
  private static final List<Hash> LEAVES =
      IntStream.range(0, 5)
          .mapToObj(i -> Hash.copyOf(HexFormat.of().parseHex("2a0" + i + "00".repeat(30)), 0))
          .toList();

  private static Checked<Note> open(String note, VerifierKey key) {
    return Note.parse(note.getBytes(UTF_8)).then(read -> read.check(List.of(key)));
  }

  private static String sigsum(int size, String root, String signature) {
    return SIGSUM + "\n" + size + "\n" + root + "\n\n— " + SIGSUM + " " + signature + "\n";
  }

  private static Checkpoint checkpoint(int size, String root, String signature) {
    return open(sigsum(size, root, signature), SIGSUM_KEY).then(Checkpoint::parse).orThrow();
  }

  private static List<Hash> proof(String... lines) {
    return ProofFile.hashes(List.of(lines)).orThrow();
  }

  @Test
  void the_note_of_the_go_package_opens() {
    String note =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
        """;

    assertThat(open(note, NEUMANN)).isInstanceOf(Checked.Valid.class);
    assertThat(open(note.replace("don't", "do"), NEUMANN)).isInstanceOf(Checked.Invalid.class);
    assertThat(open(note.replace("nAM=", "nAN="), NEUMANN)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void a_live_checkpoint_of_the_go_checksum_database_opens() {
    var key =
        VerifierKey.parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
            .orThrow();
    String note =
        """
        go.sum database tree
        35225469
        vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=

        — sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=
        """;

    assertThat(open(note, key).then(Checkpoint::parse).orThrow().size()).isEqualTo(35225469);
    assertThat(open(note.replace("35225469", "35225468"), key)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void the_checkpoints_of_a_conversation_with_a_witness_grow_out_of_each_other() {
    var one =
        checkpoint(
            1,
            "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=");
    var three = checkpoint(3, "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=", SIGNATURE_3);
    var five =
        checkpoint(
            5,
            "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=",
            "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=");
    var grown = proof(LEAF_1, LEAF_2);
    var grownTwice = proof(LEAF_1, "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=", LEAF_4);
    var grownFurther =
        proof(LEAF_2, LEAF_3, "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=", LEAF_4);

    for (var checkpoint : List.of(one, three, five)) {
      assertThat(MerkleTree.root(LEAVES.subList(0, (int) checkpoint.size())))
          .isEqualTo(checkpoint.root());
    }
    assertThat(Proofs.consistency(1, LEAVES.subList(0, 3))).isEqualTo(grown);
    assertThat(Proofs.consistent(one, three, grown)).isTrue();
    assertThat(Proofs.consistent(one, five, grownTwice)).isTrue();
    assertThat(Proofs.consistent(three, five, grownFurther)).isTrue();
    // The two that the witness of the conversation answers with 422.
    assertThat(Proofs.consistent(one, three, List.of())).isFalse();
    assertThat(Proofs.consistent(one, three, proof(LEAF_1, LEAF_2.replace("AAA=", "ABA="))))
        .isFalse();
  }

  @Test
  void the_forged_signature_of_the_conversation_is_refused() {
    String root = "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=";

    assertThat(open(sigsum(3, root, SIGNATURE_3), SIGSUM_KEY)).isInstanceOf(Checked.Valid.class);
    assertThat(open(sigsum(3, root, SIGNATURE_3.replace("6go=", "6gw=")), SIGSUM_KEY))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void the_bundle_of_the_end_to_end_vector_gives_its_tile() {
    byte[] bundle = HexFormat.of().parseHex("0005616c7068610005627261766f0007636861726c6965");

    var tile = new ByteArrayOutputStream();
    for (byte[] entry : EntryBundle.decode(bundle, 3).orThrow()) {
      tile.writeBytes(Hash.leaf(entry).bytes());
    }

    assertThat(Hash.of(tile.toByteArray()).hex())
        .isEqualTo("cc8d09e372691566fe8b47045b04fac1fa0c7498e74c3ea04b4738f53e4acbb4");
  }
}
