package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Facts;
import probity.policy.Condition.Outcome;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// CEL in this class path. With another protobuf runtime than the one that CEL was generated for,
/// everything here dies at its first use.
class ConditionsTest {
  private final Conditions conditions = new Conditions();
  private final Mistakes mistakes = new Mistakes();

  private Optional<Condition> compile(String when) {
    var text =
        Yaml.read("f", "when: |-\n  " + when, mistakes)
            .mapping(file -> file.required("when").asWritten(Integer.MAX_VALUE).orElseThrow());
    return conditions.compile(text.orElseThrow(), Facts.Phase.REQUEST, Vocabulary.OPEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | HOLDS",
        "route == 'chat' && model in ['a', 'b'] | HOLDS",
        "labels['payment.card'] >= 80 | HOLDS",
        "labels['personal.email'] >= 80 | FAILED",
        "'personal.email' in labels && labels['personal.email'] >= 80 | DOES_NOT_HOLD",
        "labels.exists(l, l.startsWith('payment.') && labels[l] > 80) | HOLDS",
        "roles.all(r, r in ['support']) && groups == [] | HOLDS",
        "tools.filter(t, t != 'a').size() == 0 | HOLDS",
        "messages * 9223372036854775807 > 0 | FAILED",
        "messages / max_tokens == 1 | FAILED",
        "stream ? person : size(roles) == 1 | HOLDS",
      })
  void a_condition_is_evaluated_over_the_facts(String when, Outcome outcome) {
    var facts =
        new Given(Facts.Phase.REQUEST, Vocabulary.OPEN, new TreeMap<>())
            .read(
                Yaml.read(
                    "given",
                    "{route: chat, model: b, labels: {payment.card: 90}, roles: [support],"
                        + " messages: 3}",
                    mistakes));

    var condition = compile(when);

    assertThat(mistakes.inOrder()).isEmpty();
    assertThat(condition.orElseThrow().evaluate(new FactsInCel(facts))).isEqualTo(outcome);
  }

  @Test
  void what_would_not_be_bounded_does_not_compile() {
    var refused =
        List.of(
            "model.matches('(a+)+')",
            "roles.exists(a, roles.exists(b, roles.exists(c, a == b && b == c)))",
            "roles.map(r, r + r).exists(r, r == 'x')",
            "[" + "'a',".repeat(64) + "'a'].exists(x, x == model)",
            "[roles, groups].exists(l, l.exists(x, x == 'a'))",
            "'a' " + "== 'a' && 'a' ".repeat(200) + "== 'a'",
            "(".repeat(70) + "true" + ")".repeat(70),
            "[[1]]" + "[0]".repeat(70) + " == 1");

    assertThat(refused).allSatisfy(when -> assertThat(compile(when)).as(when).isEmpty());
    assertThat(mistakes.inOrder()).hasSizeGreaterThanOrEqualTo(refused.size());
  }

  @Test
  void types_that_only_evaluation_would_show_do_not_compile() {
    var refused =
        List.of("dyn(route) == 1", "[1, 'a'].size() > 0", "type(route) == string", "route", "1");

    assertThat(refused).allSatisfy(when -> assertThat(compile(when)).as(when).isEmpty());
  }

  @Test
  void what_implementations_of_cel_decide_differently_does_not_compile() {
    var refused =
        List.of(
            "1.5 > 1.0",
            "messages > 1 || 0.0 / 0.0 < 1.0",
            "'\\uff5e' < '\\U0001f600'",
            "model == '\ud83d\ude00'",
            "-9223372036854775808 % -1 == 0",
            "messages % max_tokens == 1",
            "messages % 0 == 1");

    assertThat(refused).allSatisfy(when -> assertThat(compile(when)).as(when).isEmpty());
    assertThat(compile("draw % 100 < 5 && model != '\uff5e'")).isPresent();
  }
}
