package probity.ledger.reveal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class DisclosureTest {
  private static final byte[] KEY = new byte[32];

  @Test
  void the_digest_is_that_of_rfc_9901() {
    var disclosure =
        new Disclosure("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0");

    assertThat(disclosure.digest()).isEqualTo("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
  }

  @Test
  void a_disclosure_is_salt_name_and_value_and_the_salt_differs_by_field_and_exchange() {
    var one = Disclosure.of(KEY, "01", "model", "x");

    assertThat(decoded(one)).matches("\\[\"[A-Za-z0-9_-]{22}\",\"model\",\"x\"\\]");
    assertThat(Disclosure.of(KEY, "01", "model", "x")).isEqualTo(one);
    assertThat(salt(Disclosure.of(KEY, "01", "tool", "x"))).isNotEqualTo(salt(one));
    assertThat(salt(Disclosure.of(KEY, "02", "model", "x"))).isNotEqualTo(salt(one));
  }

  private static String decoded(Disclosure disclosure) {
    return new String(Base64.getUrlDecoder().decode(disclosure.encoded()), UTF_8);
  }

  private static String salt(Disclosure disclosure) {
    return decoded(disclosure).substring(2, 24);
  }
}
