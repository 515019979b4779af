package probity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentTextsTest {
  @Test
  void json_is_looked_at_as_written_and_plain() {
    assertThat(ArgumentTexts.of("{\"\\u0071\":[\"\\u0073u\\/m\",1,\"a\\nb\"]}"))
        .containsExactly(
            "{\"\\u0071\":[\"\\u0073u\\/m\",1,\"a\\nb\"]}", "{\"q\":[\"su/m\",1,\"a\\nb\"]}");
    assertThat(ArgumentTexts.of("{\"q\":1}")).containsExactly("{\"q\":1}");
  }

  @Test
  void what_is_no_json_is_one_text() {
    for (String text :
        new String[] {"", "rm \\u0041", "{\"q\":\"\\u0073um\"", "{\"a\":1,\"a\":2}"}) {
      assertThat(ArgumentTexts.of(text)).containsExactly(text);
    }
  }

  @Test
  void an_escaped_backslash_is_no_escape_of_what_follows_it() {
    assertThat(PlainJson.text("\"\\\\u0041\"")).isEqualTo("\"\\\\u0041\"");
    assertThat(PlainJson.text("\"\\u0022\\u005c\"")).isEqualTo("\"\\u0022\\u005c\"");
  }
}
