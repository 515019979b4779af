package probity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentTextsTest {
  @Test
  void arguments_are_looked_at_as_written_plain_and_string_by_string() {
    assertThat(ArgumentTexts.of("{\"\\u0071\":[\"\\u0073u\\/m\",1,\"a\\nb\"]}"))
        .containsExactly(
            "{\"\\u0071\":[\"\\u0073u\\/m\",1,\"a\\nb\"]}",
            "{\"q\":[\"su/m\",1,\"a\\nb\"]}",
            "q",
            "su/m",
            "a\nb");
  }

  @Test
  void what_is_no_json_is_one_text_and_plain_all_the_same() {
    assertThat(ArgumentTexts.of("rm -rf /")).containsExactly("rm -rf /");
    assertThat(ArgumentTexts.of("")).containsExactly("");
    assertThat(ArgumentTexts.of("{\"q\":\"\\u0073um\",")).contains("{\"q\":\"sum\",");
    assertThat(ArgumentTexts.of("\\u00zz \\u12")).containsExactly("\\u00zz \\u12");
    assertThat(ArgumentTexts.of("a\\")).containsExactly("a\\");
  }

  @Test
  void an_escaped_backslash_is_no_escape_of_what_follows_it() {
    assertThat(PlainJson.text("\"\\\\u0041\"")).isEqualTo("\"\\\\u0041\"");
    assertThat(PlainJson.text("\"\\u0022\\u005c\"")).isEqualTo("\"\\u0022\\u005c\"");
  }
}
