package probity.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 8785 without fractions.
class JsonTest {
  @Test
  void members_stand_in_the_order_of_utf_16_code_units() {
    // RFC 8785 section 3.2.3: the emoji's surrogates sort before the last letter of the basic
    // plane.
    var object =
        Json.object()
            .put("\u20ac", 1)
            .put("\r", 2)
            .put("\ufb33", 3)
            .put("1", 4)
            .put("😀", 5)
            .put("\u0080", 6)
            .put("ö", 7)
            .build();

    assertThat(object.canonical())
        .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"\u20ac\":1,\"😀\":5,\"\ufb33\":3}");
  }

  @Test
  void strings_use_the_short_escapes_and_no_other() {
    assertThat(Json.of("\u20ac$\u000f\nA'B\"\\/\b\f\r\t\u007f").canonical())
        .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\/\\b\\f\\r\\t\u007f\"");
  }

  @Test
  void an_object_is_canonical_whatever_the_order_in_which_it_was_built() {
    var built = Json.object().put("b", 2).put("a", 1).build();

    assertThat(built.canonical()).isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void half_of_a_surrogate_pair_is_refused_because_utf_8_cannot_write_it() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of("a\ud800b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.object().put("\udc00", 1).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        "true",
        "null",
        "{\"a\":[1,{\"b\":\"😀\"}],\"é\":\"\\u0001\"}"
      })
  void canonical_text_is_read_and_written_alike(String text) {
    assertThat(Json.parseCanonical(text).orThrow().canonical()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " {}",
        "{} ",
        "{ }",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\"}",
        "{a:1}",
        "01",
        "-0",
        "+1",
        "1.0",
        "1e2",
        "1E2",
        "-",
        "9007199254740992",
        "-9007199254740992",
        "99999999999999999999",
        "٣",
        "NaN",
        "tru",
        "True",
        "\"",
        "\"\\x\"",
        "\"\\/\"",
        "\"\\u0041\"",
        "\"\\u000A\"",
        "\"\\u000a\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u00g0\"",
        "\"\u0001\"",
        "[1 ,2]",
        "[1]]",
        "{}{}",
        "/**/1",
        "\ufeff{}"
      })
  void text_that_is_not_canonical_is_refused(String text) {
    assertThat(Json.parseCanonical(text)).isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void nesting_ends_at_32() {
    assertThat(Json.parseCanonical("[".repeat(32) + "1" + "]".repeat(32)))
        .isInstanceOf(Checked.Valid.class);
    assertThat(Json.parseCanonical("[".repeat(33) + "]".repeat(33)))
        .isInstanceOf(Checked.Invalid.class);
    assertThat(Json.parseCanonical("[".repeat(1_000_000))).isInstanceOf(Checked.Invalid.class);
  }
}
