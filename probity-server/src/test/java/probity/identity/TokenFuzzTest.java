package probity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.fuzz.Fuzz;

class TokenFuzzTest {
  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_token_is_read_or_none() {
    String token =
        encoded("{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"JWT\"}")
            + "."
            + encoded("{\"iss\":\"https://i\",\"sub\":\"s\",\"aud\":[\"a\"],\"exp\":1795000000}")
            + "."
            + "A".repeat(86);
    Fuzz.check(
        10_000,
        Fuzz.texts(token, token.replace(".", ""), "pk_a_" + "A".repeat(43)),
        (input, _) -> {
          String text = new String(input, StandardCharsets.ISO_8859_1);
          assertThat(RawToken.parse(text)).isNotNull();
          Identity.isIn(text);
        });
  }

  /// The two parts that are JSON, mutated before they are encoded.
  @Test
  void what_is_in_a_token_is_read_or_none() {
    Fuzz.check(
        10_000,
        Fuzz.texts(
            "{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"JWT\"}",
            "{\"iss\":\"https://i\",\"sub\":\"s\",\"aud\":[\"a\"],\"exp\":1795000000}"),
        (input, random) -> {
          String part = Base64.getUrlEncoder().withoutPadding().encodeToString(input);
          String good = encoded("{\"alg\":\"ES256\",\"kid\":\"k\"}");
          String token = (random.nextBoolean() ? part + "." + good : good + "." + part) + ".AAAA";
          assertThat(RawToken.parse(token)).isNotNull();
        });
  }

  @Test
  void a_set_of_keys_is_read_or_none() {
    Fuzz.check(
        5000,
        Fuzz.texts(
            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\",\"alg\":\"ES256\",\"x\":\""
                + "A".repeat(43)
                + "\",\"y\":\""
                + "A".repeat(43)
                + "\"},{\"kty\":\"RSA\",\"kid\":\"b\",\"n\":\""
                + "w".repeat(342)
                + "\",\"e\":\"AQAB\"}]}"),
        (input, _) -> assertThat(KeySet.parse(Bytes.wrap(input))).isNotNull());
  }
}
