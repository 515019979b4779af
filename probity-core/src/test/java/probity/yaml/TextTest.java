package probity.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a character of a value stands in the file, for each way of writing a text. The `Z` of the
/// value must be the `Z` of the file.
class TextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "when: a == Z\n",
        "when: a ==\n   b   \n\n  && Z\n",
        "when: 'it''s ''Z'\n",
        "when: 'a\n\n   b'' Z'\n",
        "when: \"a \\\"b\\\" \\u00e9\\x41\\n Z\"\n",
        "when: \"a \\\n    \\ Z\"\n",
        "when: \"\\U0001F600 Z\"\n",
        "when: |\n  a\n    b\n\n  Z\n",
        "when: |-\n    a ||\n    Z",
        "when: >-\n  a\n  b\n\n    c\n  Z\n",
        "when: >2\n    a\n  Z\n",
        "# \uD83D\uDE00\r\nother: x\r\nwhen: >-\r\n  a\r\n  Z\r\n",
        "{x: 1, when: 'a Z'}"
      })
  void a_place_in_a_value_is_found_in_the_file(String yaml) {
    var mistakes = new Mistakes();
    Yaml.read("f", yaml, mistakes)
        .mapping(file -> {
          file.optional("other");
          file.optional("x");
          var text = file.required("when").asWritten(100).orElseThrow();
          int[] value = text.value().codePoints().toArray();
          int at = 0;
          while (value[at] != 'Z') at++;
          text.mistakeAt(at, "here");
          return true;
        });

    var mistake = mistakes.inOrder().getFirst();
    int[] line = mistake.sourceLine().codePoints().toArray();
    assertThat(line[mistake.column() - 1]).as(mistake.render()).isEqualTo('Z');
    assertThat(mistakes.inOrder()).hasSize(1);
  }
}
