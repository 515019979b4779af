package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Facts;
import probity.policy.Condition.Outcome;
import probity.policy.logic.Cases;
import probity.yaml.Mapping;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// What is said of formulas is compared with what the evaluator of the language comes to.
class FormulaTest {
  private static final List<String> ATOMS =
      List.of(
          "route == 'a'",
          "route != 'b'",
          "route in ['a', 'c']",
          "'x' in roles",
          "'y' in roles",
          "roles.exists(r, r in ['x', 'y'])",
          "size(roles) > 1",
          "'l' in labels",
          "labels['l'] >= 80",
          "labels['l'] < 60",
          "labels['l'] == 80",
          "max_tokens > 10",
          "max_tokens <= 5",
          "12 <= max_tokens",
          "stream",
          "stream == false",
          "model.startsWith('m')",
          "true",
          "false");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          'x' in roles && route == 'a' ; route == 'a' && 'x' in roles
          !(route != 'a') ; route == 'a'
          !(max_tokens > 5) ; max_tokens < 6
          roles.exists(r, r == 'x') ; 'x' in roles
          labels.l >= 3 || false ; labels['l'] >= 3
          """)
  void conditions_that_say_the_same_have_one_formula(String one, String other) {
    assertThat(condition(one).formula().text()).isEqualTo(condition(other).formula().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          route == 'a' && 'x' in roles ; 'x' in roles
          route == 'a' ; route in ['a', 'b']
          route == 'a' ; route != 'b'
          max_tokens > 10 ; max_tokens > 5
          (route == 'a' || route == 'b') && stream ; route in ['a', 'b', 'c']
          route == 'a' && stream ; stream || 'x' in roles
          """)
  void one_condition_follows_from_another(String from, String to) {
    assertThat(Cases.follows(condition(from).formula(), condition(to).formula())).isTrue();
    assertThat(Cases.follows(condition(to).formula(), condition(from).formula())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          route == 'a' && route == 'b'
          stream && !stream
          max_tokens > 5 && max_tokens < 5
          'x' in roles && !('x' in roles)
          (route == 'a' || route == 'b') && route == 'c'
          """)
  void a_condition_that_can_never_hold_is_seen(String when) {
    assertThat(Cases.neverHolds(condition(when).formula())).isTrue();
  }

  @Test
  void what_is_said_of_formulas_is_so_for_all_facts() {
    Seeds.check(
        300,
        random -> {
          String from = random(random, 3);
          String to = random(random, 2);
          var one = condition(from);
          var other = condition(to);
          boolean never = Cases.neverHolds(one.formula());
          boolean follows = Cases.follows(one.formula(), other.formula());
          boolean wherever = Cases.holdsWherever(one.formula(), other.formula());
          boolean same = one.formula().text().equals(other.formula().text());
          for (int i = 0; i < 60; i++) {
            var facts = new FactsInCel(facts(random));
            Outcome first = one.evaluate(facts);
            Outcome second = other.evaluate(facts);
            String what = from + " | " + to;
            if (never) assertThat(first).as(what).isNotEqualTo(Outcome.HOLDS);
            if (same) assertThat(first).as(what).isEqualTo(second);
            if ((follows || wherever) && first == Outcome.HOLDS) {
              assertThat(second).as(what).isEqualTo(Outcome.HOLDS);
            }
            if (follows && second == Outcome.DOES_NOT_HOLD) {
              assertThat(first).as(what).isEqualTo(Outcome.DOES_NOT_HOLD);
            }
          }
        });
  }

  private static String random(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) return ATOMS.get(random.nextInt(ATOMS.size()));
    String left = random(random, depth - 1);
    return switch (random.nextInt(3)) {
      case 0 -> "(" + left + " && " + random(random, depth - 1) + ")";
      case 1 -> "(" + left + " || " + random(random, depth - 1) + ")";
      default -> "!(" + left + ")";
    };
  }

  private static Facts facts(Random random) {
    String text =
        "{route: "
            + List.of("a", "b", "c", "d").get(random.nextInt(4))
            + ", roles: "
            + List.of("[]", "[x]", "[y]", "[x, y]").get(random.nextInt(4))
            + ", labels: "
            + List.of("{}", "{l: 50}", "{l: 80}", "{l: 90}").get(random.nextInt(4))
            + ", max_tokens: "
            + random.nextInt(16)
            + ", stream: "
            + random.nextBoolean()
            + ", model: "
            + List.of("m1", "n1").get(random.nextInt(2))
            + "}";
    return new Given(Facts.Phase.REQUEST, Vocabulary.OPEN, new TreeMap<>())
        .read(Yaml.read("facts", text, new Mistakes()));
  }

  private static Condition condition(String when) {
    var mistakes = new Mistakes();
    var condition =
        Yaml.read("rule", "when: >-\n  " + when + "\n", mistakes)
            .mapping((Mapping rule) -> rule.required("when"))
            .orElseThrow()
            .asWritten(2000)
            .flatMap(text -> new Conditions().compile(text, Facts.Phase.REQUEST, Vocabulary.OPEN));
    assertThat(mistakes.inOrder()).isEmpty();
    return condition.orElseThrow();
  }
}
