package probity.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignersTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_signature_is_that_of_rfc_8032(boolean fastest) {
    // Test 1 of RFC 8032 section 7.1, the empty message.
    var seed =
        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    var signers = fastest ? Signers.fastest() : Signers.portable();

    var signer = signers.of("log", seed);

    assertThat(HexFormat.of().formatHex(signer.sign(new byte[0])))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  }

  @Test
  void both_implementations_give_the_same_signature() {
    byte[] seed = new byte[Signers.SEED_BYTES];
    byte[] message = "text\n".getBytes(StandardCharsets.UTF_8);

    var fastest = Signers.fastest().of("log", seed);
    var portable = Signers.portable().of("log", seed);

    assertThat(fastest.key()).isEqualTo(portable.key());
    assertThat(fastest.sign(message)).isEqualTo(portable.sign(message));
  }

  @Test
  void corretto_is_used_where_it_is_built_for() {
    var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    var expected =
        System.getProperty("os.name").equals("Linux") && arch.equals("amd64")
            ? "AmazonCorrettoCryptoProvider"
            : "BC";

    assertThat(Signers.fastest().implementation()).startsWith(expected);
  }
}
