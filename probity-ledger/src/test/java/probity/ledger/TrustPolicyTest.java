package probity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
