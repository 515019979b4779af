package probity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"spiffe://acme.example/crm", "spiffe://a/ns/Prod/sa/x_1.-..a"})
  void a_workload_has_a_trust_domain_and_a_path(String text) {
    assertThat(SpiffeId.parse(text).map(SpiffeId::text)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://acme.example",
        "spiffe://acme.example/",
        "spiffe://acme.example/a/",
        "spiffe://acme.example//a",
        "spiffe://acme.example/./a",
        "spiffe://acme.example/a/..",
        "spiffe://Acme.example/a",
        "spiffe://acme.example:1/a",
        "spiffe://u@acme.example/a",
        "spiffe://acme.example/a?b",
        "spiffe://acme.example/a#b",
        "spiffe://acme.example/a%20b",
        "spiffe:///a",
        "https://acme.example/a",
        "SPIFFE://acme.example/a"
      })
  void anything_else_is_none(String text) {
    assertThat(SpiffeId.parse(text)).isEmpty();
  }

  @Test
  void one_that_is_too_long_is_none() {
    assertThat(SpiffeId.parse("spiffe://a/" + "b".repeat(2037))).isPresent();
    assertThat(SpiffeId.parse("spiffe://a/" + "b".repeat(2038))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          URI=spiffe://a/b                                         | spiffe://a/b
          By=spiffe://a/proxy;Hash=00;URI=spiffe://a/b             | spiffe://a/b
          Hash=00;Subject="CN=x, O=\\"a;URI=spiffe://a/c\\"";uri="spiffe://a/b" | spiffe://a/b
          Hash=00                                                  |
          URI=spiffe://a/b;URI=spiffe://a/c                        |
          URI=spiffe://a/b,URI=spiffe://a/c                        |
          URI=spiffe://a/b,Hash=00                                 |
          Subject="CN=x;URI=spiffe://a/b                           |
          URI=https://a/b                                          |
          spiffe://a/b                                             |
          URI=spiffe://a/b;                                        |
          """)
  void a_forwarded_certificate_is_one_with_one_id(String header, String id) {
    assertThat(
            ClientCertificate.forwarded(header).flatMap(ClientCertificate::id).map(SpiffeId::text))
        .isEqualTo(Optional.ofNullable(id));
  }
}
