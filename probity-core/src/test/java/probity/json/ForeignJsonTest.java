package probity.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Checked;
import probity.ledger.Json;

class ForeignJsonTest {
  @Test
  void blanks_order_and_numbers_are_free() {
    var read = ForeignJson.parse(" { \"b\" : [ 1 , 2.50 , 1e3 ] ,\n\t\"a\" : null } \n").orThrow();

    assertThat(read).isInstanceOf(Json.Obj.class);
    assertThat(((Json.Obj) read).items("b"))
        .containsExactly(new Json.Num(1), new Json.Str("2.50"), new Json.Str("1e3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "01", "1 2", "\"\u0001\"", "'a'", "nul"})
  void what_is_no_json_is_refused(String text) {
    assertThat(ForeignJson.parse(text)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void nesting_has_a_bound() {
    assertThat(ForeignJson.parse("[".repeat(33) + "]".repeat(33)))
        .isInstanceOf(Checked.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e3", "-0", "9007199254740993", "[123456789012345678901]"})
  void where_integers_alone_have_a_place_other_numbers_are_refused(String text) {
    assertThat(ForeignJson.parseIntegers(text)).isInstanceOf(Checked.Invalid.class);
    assertThat(ForeignJson.parseIntegers("[-7,0,9007199254740991]").orThrow())
        .isInstanceOf(Json.Arr.class);
  }
}
