package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /// Appendix B of RFC 6238, the rows of SHA-1.
  private static final Map<Long, String> VECTORS =
      Map.of(
          59L, "94287082",
          1111111109L, "07081804",
          1111111111L, "14050471",
          1234567890L, "89005924",
          2000000000L, "69279037",
          20000000000L, "65353130");

  @Test
  void the_codes_are_those_of_the_rfc() {
    VECTORS.forEach(
        (second, code) -> assertThat(Totp.code(SECRET, second / 30, 8)).isEqualTo(code));
  }

  @Test
  void a_secret_is_written_as_apps_read_it() {
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.isSecret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")).isTrue();
    assertThat(Totp.isSecret("GEZDGNBV")).isFalse();
  }

  @Test
  void a_code_is_good_one_step_early_or_late_and_only_once() {
    var secret = Totp.base32(SECRET);
    var now = Instant.ofEpochSecond(3_000);

    assertThat(Totp.step(secret, Totp.code(SECRET, 99, 6), now, 0)).hasValue(99);
    assertThat(Totp.step(secret, Totp.code(SECRET, 100, 6), now, 0)).hasValue(100);
    assertThat(Totp.step(secret, Totp.code(SECRET, 101, 6), now, 0)).hasValue(101);
    assertThat(Totp.step(secret, Totp.code(SECRET, 98, 6), now, 0)).isEmpty();
    assertThat(Totp.step(secret, Totp.code(SECRET, 102, 6), now, 0)).isEmpty();
    assertThat(Totp.step(secret, Totp.code(SECRET, 100, 6), now, 100)).isEmpty();
    assertThat(Totp.step(secret, "", now, 0)).isEmpty();
  }
}
