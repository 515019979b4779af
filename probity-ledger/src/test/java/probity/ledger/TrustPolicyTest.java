package probity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
  private static final String VKEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  @Test
  void a_policy_from_outside_may_have_comments_and_urls() {
    var policy =
        TrustPolicy.parse("# ours\n\nlog " + VKEY + " https://example.com/\n quorum none\n")
            .orThrow();

    assertThat(policy.logs()).isEqualTo(List.of(VerifierKey.parse(VKEY).orThrow()));
    assertThat(policy.text()).isEqualTo("log " + VKEY + "\nquorum none\n");
    assertThat(policy.log("example.com/fo")).isEmpty();
  }

  private static final String W1 =
      "example.com/witness+10a1c019+BGSEitir7W6FmBs7OHWyUrh2frtLAvcDrKOx5xu9ao5Q";

  private static VerifierKey witness(String name) {
    var other = TestKey.named(name).key().toString().split("\\+", 3)[2];
    byte[] typed = java.util.Base64.getDecoder().decode(other);
    return VerifierKey.of(
            KeyType.ED25519_COSIGNATURE, name, java.util.Arrays.copyOfRange(typed, 1, 33))
        .orThrow();
  }

  @Test
  void groups_of_groups_decide_whether_a_quorum_is_met() {
    var x1 = witness("x1");
    var x2 = witness("x2");
    var x3 = witness("x3");
    var y1 = witness("y1");
    String text =
        "log %s\nwitness X1 %s\nwitness X2 %s\nwitness X3 %s\nwitness Y1 %s\n"
                .formatted(VKEY, x1, x2, x3, y1)
            + "group X 2 X1 X2 X3\ngroup Y 1 Y1\ngroup both 2 X Y\nquorum both\n";
    var policy = TrustPolicy.parse(text).orThrow();

    assertThat(policy.text()).isEqualTo(text);
    assertThat(policy.fewest()).isEqualTo(3);
    assertThat(policy.isMetBy(Stream.of(x1, x3, y1))).isTrue();
    assertThat(policy.isMetBy(Stream.of(x1, x2, x3))).isFalse();
    assertThat(policy.isMetBy(Stream.of(x1, y1))).isFalse();
    assertThat(policy.isMetBy(Stream.of(x1, x1, y1))).isFalse();
    assertThat(TrustPolicy.parse(text.replace("X 2 X1", "X all X1")).orThrow().fewest())
        .isEqualTo(4);
    assertThat(TrustPolicy.parse(text.replace("X 2 X1", "X any X1")).orThrow().fewest())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "witness w " + W1 + "\nquorum v",
        "witness none " + W1 + "\nquorum none",
        "witness w " + W1 + "\nwitness w2 " + W1 + "\nquorum none",
        "witness w " + W1 + "\ngroup w 1 w\nquorum w",
        "witness w " + W1 + "\ngroup g 2 w\nquorum g",
        "witness w " + W1 + "\ngroup g 0 w\nquorum g",
        "witness w " + W1 + "\ngroup g 01 w\nquorum g",
        "witness w " + W1 + "\ngroup g all\nquorum g",
        "witness w " + W1 + "\ngroup g any w w\nquorum g",
        "witness w " + W1 + "\ngroup g any none\nquorum g",
        "group g any w\nwitness w " + W1 + "\nquorum g",
        "quorum w\nwitness w " + W1,
        "log " + W1 + "\nquorum none",
      })
  void what_no_reader_of_a_policy_takes_is_refused(String lines) {
    assertThat(TrustPolicy.parse("log " + VKEY + "\n" + lines + "\n"))
        .isInstanceOf(Checked.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quorum none\n",
        "log " + VKEY + "\n",
        "log " + VKEY + "\nquorum any\n",
        "log " + VKEY + "\nquorum none\nquorum none\n",
        "log " + VKEY + "\nlog " + VKEY + "\nquorum none\n",
        "log\nquorum none\n",
        "log x\nquorum none\n",
        "witness w " + VKEY + "\nquorum none\n"
      })
  void what_is_no_policy_is_refused(String text) {
    assertThat(TrustPolicy.parse(text)).isInstanceOf(Checked.Invalid.class);
  }
}
