package probity.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  private final Mistakes mistakes = new Mistakes();

  private Value read(String text) {
    return Yaml.read("f.yaml", text, mistakes);
  }

  private List<String> messages() {
    return mistakes.inOrder().stream().map(Mistake::message).toList();
  }

  @Test
  void a_mistake_is_shown_with_its_line_and_a_caret() {
    read("name: x\nlables: [y]\n")
        .mapping(file -> List.of(file.required("name"), file.optional("labels")));

    assertThat(mistakes.inOrder().getFirst().render())
        .isEqualTo(
            """
            f.yaml:2:1: unknown member `lables`, did you mean `labels`?
              2 | lables: [y]
                | ^\
            """);
  }

  @Test
  void members_are_read_by_their_type() {
    var value = read("{t: text, n: 7, b: true, l: [a, b], m: {x: 1}, v: 1.10, w: two}");

    value.mapping(file -> {
      assertThat(file.required("t").text(9).orElseThrow().value()).isEqualTo("text");
      assertThat(file.required("n").integer(0, 9)).hasValue(7);
      assertThat(file.required("b").bool()).contains(true);
      assertThat(file.required("l").texts(2, 9)).extracting(Text::value).containsExactly("a", "b");
      assertThat(file.required("m").entries(2))
          .extracting(entry -> entry.name().value())
          .containsExactly("x");
      assertThat(file.required("v").asWritten(9).orElseThrow().value()).isEqualTo("1.10");
      assertThat(file.required("w").word(Set.of("one", "two"))).isPresent();
      assertThat(file.optional("absent").text(9)).isEmpty();
      return true;
    });
    assertThat(messages()).isEmpty();
  }

  @Test
  void a_value_of_another_type_is_a_mistake_that_says_both() {
    read("{t: 5, n: x, b: yes, l: a, m: [1], long: [1, 2, 3]}")
        .mapping(file -> {
          file.required("t").text(9);
          file.required("n").integer(0, 9);
          file.required("b").bool();
          file.required("l").texts(2, 9);
          file.required("m").mapping(nested -> nested);
          file.required("long").items(2);
          return true;
        });

    assertThat(messages())
        .containsExactly(
            "a text was expected, not `5`; quotes make it one",
            "an integer from 0 to 9 was expected, not `x`",
            "`true` or `false` was expected, not `yes`",
            "a list was expected, not `a`",
            "a mapping was expected, not a list",
            "3 items, at most 2 were expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x 1\nb: *x\n",
        "a: !!str 1\n",
        "a: 1\n---\nb: 2\n",
        "a: [\n",
        "a: 'open\n",
        "? [a]\n: 1\n",
        "a: 1\na: 2\n",
        "a: \u0007\n",
        ""
      })
  void what_yaml_has_and_our_files_do_not_is_a_mistake(String text) {
    read(text).mapping(file -> file.optional("a"));

    assertThat(messages()).isNotEmpty();
  }

  @Test
  void a_file_that_is_nested_without_end_is_turned_down_before_it_is_built() {
    read("[".repeat(100_000));

    assertThat(messages()).containsExactly("nested deeper than 16");
  }

  @Test
  void a_file_larger_than_the_bound_is_not_read() {
    read("a".repeat((1 << 20) + 1));

    assertThat(messages()).containsExactly("1048577 characters, at most 1048576 were expected");
  }

  @Test
  void a_file_of_many_mistakes_keeps_a_thousand() {
    read("- x\n".repeat(5000)).items(10_000).forEach(Value::bool);

    assertThat(mistakes.inOrder()).hasSize(1000);
  }
}
