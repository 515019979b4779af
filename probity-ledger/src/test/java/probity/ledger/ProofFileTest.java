package probity.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proofs of inclusion, against a file made with published keys: the log's is the one of Go's
/// sumdb/note (BSD-3-Clause), entries `alpha`, `bravo`, `charlie`.
class ProofFileTest {
  private static final String LOG =
      "log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n";
  private static final String WITNESS =
      "witness w example.com/witness+10a1c019+BGSEitir7W6FmBs7OHWyUrh2frtLAvcDrKOx5xu9ao5Q\n";
  private static final String FILE =
      """
      c2sp.org/tlog-proof@v1
      index 1
      KhWNiv1I4/iMtBld/bKp5IF9lfpX/TREDZP5quXE+Cs=
      +TGWLwkXw0bURyk8B7aHrhYJ9wA/ikSganXEFFseGSk=

      PeterNeumann
      3
      1BhuPAWmIM5hOX6Di/vXbm8n5tfaoTxZ64Ko4JRgjhw=

      — PeterNeumann x08go6muqj0prq4hbIIU49H9lWhX5eL+YGCPuuG6NEVNDwxLXzlhdtYYwgBC3Dgi2YIOAkKFHyUiN/6nx69Y8mKhAQ0=
      — example.com/witness EKHAGQAAAABkGFDL2nS6lTpJsfNDXKiZ3e1WkwWzQKLobTOmWsf470P6iagXhZMsgBfGpZBPEP+gt+eMvJ1VlZGtgqVbyJUgw30WDQ==
      """;
  private static final Hash BRAVO = Hash.leaf("bravo".getBytes(UTF_8));

  private static Checked<ProofFile.Proven> verify(String file, String policy) {
    return ProofFile.parse(file.getBytes(UTF_8))
        .then(proof -> proof.verify(BRAVO, TrustPolicy.parse(policy).orThrow()));
  }

  @Test
  void the_vector_is_read_proves_and_is_written_alike() {
    var proven = verify(FILE, LOG + WITNESS + "quorum w\n").orThrow();

    assertThat(proven.checkpoint().size()).isEqualTo(3);
    assertThat(proven.cosigners()).extracting(Note.Signed::seconds).containsExactly(1679315147L);
    assertThat(ProofFile.parse(FILE.getBytes(UTF_8)).orThrow().text()).isEqualTo(FILE);
    assertThat(Hash.of(FILE.getBytes(UTF_8)).hex())
        .isEqualTo("51c6747cc60db1df26e4cce4900abb51a4e8eaea900d0cc00b0bcabc10b24ec4");
  }

  @Test
  void lines_by_unknown_keys_are_ignored_but_do_not_count() {
    assertThat(verify(FILE, LOG + "quorum none\n")).isInstanceOf(Checked.Valid.class);
    String withoutWitness = FILE.substring(0, FILE.indexOf("— example.com"));

    assertThat(verify(withoutWitness, LOG + WITNESS + "quorum w\n"))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(verify(FILE.replace("— PeterNeumann", "— Peter"), LOG + WITNESS + "quorum w\n"))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void a_bad_line_of_a_known_key_spoils_the_proof() {
    String bad = FILE.replace("ZTo", "ZTp").replace("EKHAGQAAAABkGFDL2", "EKHAGQAAAABkGFDM2");

    assertThat(verify(bad, LOG + WITNESS + "quorum none\n")).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void another_entry_or_place_is_not_proven() {
    var policy = TrustPolicy.parse(LOG + WITNESS + "quorum w\n").orThrow();
    var proof = ProofFile.parse(FILE.getBytes(UTF_8)).orThrow();

    assertThat(proof.verify(Hash.leaf("alpha".getBytes(UTF_8)), policy))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(verify(FILE.replace("index 1", "index 2"), policy.text()))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void extra_data_is_kept() {
    String file = FILE.replace("index 1", "extra AAEC\nindex 1");

    assertThat(ProofFile.parse(file.getBytes(UTF_8)).orThrow().text()).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({
    "c2sp.org/tlog-proof@v1,c2sp.org/tlog-proof@v2",
    "index 1,index 01",
    "index 1,index +1",
    "index 1,index -1",
    "index 1,index 9223372036854775808",
    "index 1,inde 1",
    "index 1,extra A",
    "eGSk=,eGSk",
    "eGSk=,eGSl=",
    "KhWNiv1I4/iMtBld/bKp5IF9lfpX/TREDZP5quXE+Cs=,AAAA",
    "PeterNeumann x08,PeterNeumann  x08",
  })
  void what_is_malformed_is_refused(String from, String to) {
    assertThat(FILE).contains(from);
    assertThat(ProofFile.parse(FILE.replace(from, to).getBytes(UTF_8)))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void more_hashes_than_a_tree_can_have_are_refused() {
    String many = (BRAVO.base64() + "\n").repeat(64);
    String file = FILE.replace("index 1\n", "index 1\n" + many);

    assertThat(ProofFile.parse(file.getBytes(UTF_8))).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void hashes_are_read_in_their_one_form() {
    assertThat(ProofFile.hashes(List.of(BRAVO.base64())).orThrow()).containsExactly(BRAVO);
  }
}
