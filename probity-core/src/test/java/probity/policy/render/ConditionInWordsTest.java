package probity.policy.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.policy.render.Said.All;
import probity.policy.render.Said.Any;
import probity.policy.render.Said.Statement;

class ConditionInWordsTest {
  private final ConditionInWords conditions = new ConditionInWords(Set.of("salary"));

  private String said(String condition) {
    return conditions.of(condition).map(ConditionInWordsTest::shown).orElse("");
  }

  /// With brackets in place of lists.
  private static String shown(Said said) {
    return switch (said) {
      case Statement(var words) -> words.text();
      case All(var parts) ->
          parts.stream()
              .map(ConditionInWordsTest::shown)
              .collect(Collectors.joining(" and ", "(", ")"));
      case Any(var parts) ->
          parts.stream()
              .map(ConditionInWordsTest::shown)
              .collect(Collectors.joining(" or ", "(", ")"));
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '"',
      value = {
        "true => always",
        "route == 'chat' => the route is chat",
        "'chat' != route => the route is not chat",
        "model == '' => the model is none that the route declares",
        "region != '' => the region is not the empty word",
        "'dba' in roles => the caller has the role dba",
        "!('dba' in roles) => the caller does not have the role dba",
        "model in ['a', 'b'] => the model is one of a, b",
        "!(model in ['a', 'b']) => the model is none of a, b",
        "messages >= 5 => the number of messages is at least 5",
        "5 > messages => the number of messages is less than 5",
        "!(messages > 5) => the number of messages is at most 5",
        "size(uninspected) > 0 => the number of kinds of content that were not read is more than 0",
        "stream => a streamed answer is asked for",
        "!person => the application does not name the person it acts for",
        "probes['salary'] => the probe salary finds what it looks for",
        "!probes.salary => the probe salary does not find what it looks for",
        "caller.startsWith('crm-') => the caller begins with crm-",
        "['a', 'b'].exists(x, x in roles) => (the caller has the role a or the caller has the role b)",
        "roles.exists(r, r in ['a', 'b']) => (the caller has the role a or the caller has the role b)",
        "!roles.exists(r, r in ['a', 'b']) => (the caller does not have the role a and the caller does not have the role b)",
        "['a', 'b'].all(x, x in groups) => (the caller is in the group a and the caller is in the group b)",
      })
  void a_condition_is_said_in_words(String condition, String words) {
    assertThat(said(condition)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '"',
      value = {
        "route == 'a' && tool == 'b' && stream => (the route is a and the tool that is called is b and a streamed answer is asked for)",
        "route == 'a' && (tool == 'b' || stream) => (the route is a and (the tool that is called is b or a streamed answer is asked for))",
        "route == 'a' && tool == 'b' || stream => ((the route is a and the tool that is called is b) or a streamed answer is asked for)",
        "!(route == 'a' && tool == 'b') => (the route is not a or the tool that is called is not b)",
        "!(route == 'a' || tool == 'b') => (the route is not a and the tool that is called is not b)",
      })
  void brackets_are_kept(String condition, String words) {
    assertThat(said(condition)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '"',
      value = {
        "'x' in labels && labels['x'] >= 80 => x was found with a confidence of at least 80",
        "labels['x'] < 80 && 'x' in labels && stream => (x was found with a confidence of less than 80 and a streamed answer is asked for)",
        "!('x' in labels && labels['x'] >= 80) => x was not found with a confidence of at least 80",
      })
  void a_label_is_compared_together_with_its_being_there(String condition, String words) {
    assertThat(said(condition)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels['x'] >= 80",
        "'y' in labels && labels['x'] >= 80",
        "'x' in labels || labels['x'] >= 80",
        "!('x' in labels) && labels['x'] >= 80",
        "'x' in labels && (labels['x'] >= 80 || stream)",
        "counters['calls'] >= 80",
        "probes['of-another-phase']",
        "messages + 1 > 5",
        "stream ? person : !person",
        "roles == groups",
        "roles.all(r, r in ['a'])",
        "roles.exists(r, r.startsWith('a'))",
        "route == 'a' && messages * 2 > 5",
        "has(labels.x)",
        "route == model"
      })
  void what_words_would_not_say_exactly_is_left_to_the_condition(String condition) {
    assertThat(said(condition)).isEmpty();
  }
}
