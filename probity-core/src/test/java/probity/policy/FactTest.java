package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// What conditions see is what stands on the entry: same names, same values.
class FactTest {
  private static final String GIVEN =
      """
      time: 1, purpose: a, caller: b, roles: [c], groups: [d], route: e, system: f, use: g,
      assessment: h, risk_class: i, provider: j, region: k, model: l, format: m, method: n,
      stream: true, body: o, fault: p, body_bytes: 2, messages: 3, max_tokens: 4, status: 5,
      labels: {q: 6}, uninspected: [r], tools: [s], tools_unknown: 7, tool: t,
      probes: {u: true}, sources: [v], unattributed: 11, sources_unconfirmed: 12, person: true, counters: {w: 8},
      credential: x, draw: 9, granted: [y], tags: [z]
      """;

  @Test
  void facts_have_the_names_of_the_entry() {
    var entry = given(GIVEN).json();

    assertThat(Fact.WORDS).containsExactlyInAnyOrderElementsOf(entry.names());
  }

  @Test
  void facts_have_the_values_of_the_entry() {
    var facts = given(GIVEN);

    for (Fact fact : Fact.values()) {
      assertThat(json(fact.of(facts)))
          .as(fact.word())
          .isEqualTo(facts.json().get(fact.word()).orElseThrow());
    }
  }

  @Test
  void a_test_that_names_every_fact_leaves_none_neutral() {
    var neutral = given("").json();
    var all = given(GIVEN).json();

    assertThat(
            Arrays.stream(Fact.values())
                .filter(fact -> neutral.get(fact.word()).equals(all.get(fact.word()))))
        .containsExactly(Fact.PHASE);
  }

  @Test
  void facts_come_back_from_their_entry() {
    var facts = given(GIVEN);

    assertThat(Facts.of(facts.json())).contains(facts);
  }

  @Test
  void what_an_older_entry_lacks_is_neutral() {
    var older = Json.object();
    given(GIVEN).json().members().stream()
        .filter(member -> !List.of("draw", "tags").contains(member.name()))
        .forEach(member -> older.put(member.name(), member.value()));

    var facts = Facts.of(older.build()).orElseThrow();

    assertThat(facts.draw()).isZero();
    assertThat(facts.tags()).isEmpty();
    assertThat(facts.model()).isEqualTo("l");
  }

  @Test
  void facts_of_another_type_are_none() {
    for (String name : given(GIVEN).json().names()) {
      var other = Json.object();
      given(GIVEN).json().members().stream()
          .filter(member -> !member.name().equals(name))
          .forEach(member -> other.put(member.name(), member.value()));
      other.put(name, new Json.Null());

      assertThat(Facts.of(other.build())).as(name).isEmpty();
    }
  }

  private static Facts given(String members) {
    var mistakes = new Mistakes();
    var value = Yaml.read("given", "{" + members + "}", mistakes);
    var facts = new Given(Facts.Phase.TOOL, Vocabulary.OPEN, new TreeMap<>()).read(value);
    assertThat(mistakes.inOrder()).isEmpty();
    return facts;
  }

  private static Json json(Object value) {
    return switch (value) {
      case String text -> Json.of(text);
      case Long number -> Json.of(number);
      case Boolean truth -> Json.of(truth);
      case List<?> items -> new Json.Arr(items.stream().map(FactTest::json).toList());
      case Map<?, ?> members -> {
        var object = Json.object();
        members.forEach((name, member) -> object.put((String) name, json(member)));
        yield object.build();
      }
      default -> throw new AssertionError(value.getClass());
    };
  }
}
