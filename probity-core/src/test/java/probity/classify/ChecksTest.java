package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
  /// Each row: a check, a number that it takes and one that it refuses.
  @ParameterizedTest
  @CsvFileSource(resources = "/classify/checks.csv", delimiter = '|')
  void a_check_takes_what_could_be_and_refuses_what_could_not(
      String check, String taken, String refused) {
    assertThat(Checks.named(check).holds(taken)).as(taken).isTrue();
    assertThat(Checks.named(check).holds(refused)).as(refused).isFalse();
  }

  /// The algorithms that promise it: a prime modulus, and weights that it does not divide.
  @ParameterizedTest
  @CsvSource({
    "luhn, 4539 1488 0343 6467",
    "mod97, 3214282912345698765432161182",
    "de-steuer-id, 86095742719",
    "fr-nir, 2 55 08 14 168 025 38",
    "es-dni, 12345678Z",
    "nl-bsn, 111222333",
    "pl-nip, 8567346215",
    "uk-nhs, 943 476 5919",
    "hr-oib, 33392005961",
    "us-routing, 111000025",
    "fi-hetu, 131052-308T",
    "cz-rodne-cislo, 710319/2745"
  })
  void one_digit_changed_is_noticed(String check, String number) {
    var named = Checks.named(check);

    for (int i = 0; i < number.length(); i++) {
      if (!Ascii.digit(number.charAt(i))) continue;
      for (char other = '0'; other <= '9'; other++) {
        String changed = number.substring(0, i) + other + number.substring(i + 1);
        assertThat(named.holds(changed)).as(changed).isEqualTo(changed.equals(number));
      }
    }
  }

  @Test
  void an_unknown_check_is_refused_with_those_that_are_known() {
    assertThatThrownBy(() -> Checks.named("lhun"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`lhun`")
        .hasMessageContaining("luhn");
  }
}
