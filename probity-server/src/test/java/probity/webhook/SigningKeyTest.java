package probity.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  /// The vector that the published libraries of Standard Webhooks are tested with.
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Test
  void it_signs_as_the_published_libraries_expect() {
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    String signature =
        SigningKey.parse(SECRET)
            .orElseThrow()
            .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "whsec_", "whsec_dG9vIHNob3J0", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_?"})
  void a_secret_of_another_form_is_none(String text) {
    assertThat(SigningKey.parse(text)).isEmpty();
  }

  @Test
  void a_secret_is_from_24_to_64_bytes_and_is_never_printed() {
    assertThat(SigningKey.parse(ofBytes(23))).isEmpty();
    assertThat(SigningKey.parse(ofBytes(24))).isPresent();
    assertThat(SigningKey.parse(ofBytes(64))).isPresent();
    assertThat(SigningKey.parse(ofBytes(65))).isEmpty();
    assertThat(SigningKey.parse(SECRET).orElseThrow()).hasToString("a signing key");
  }

  private static String ofBytes(int count) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[count]);
  }
}
