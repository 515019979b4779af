package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.yaml.Mistake;

class InvariantTest {
  private static List<BundleFile> with(String invariants) {
    return Stream.concat(
            Folders.files(Folders.DEMO).stream()
                .filter(file -> !file.path().equals("invariants.yaml")),
            Stream.of(new BundleFile("invariants.yaml", invariants)))
        .toList();
  }

  private static Facts facts(String phase, List<String> roles) {
    return Facts.of(Json.object().put("phase", phase).put("roles", roles).build()).orElseThrow();
  }

  @Test
  void it_speaks_of_the_facts_for_which_its_condition_is_true() {
    var bundle =
        Folders.loaded(
            with(
                """
                - id: no-interns
                  says: No intern reaches a model.
                  on: request
                  assume: "'intern' in roles"
                  never: permit
                  requirement: SUP-1
                """));

    var invariant = bundle.invariants().getFirst();

    assertThat(invariant.id()).isEqualTo("no-interns");
    assertThat(invariant.says()).isEqualTo("No intern reaches a model.");
    assertThat(invariant.requirement()).isEqualTo(Optional.of("SUP-1"));
    assertThat(invariant.assumes(facts("request", List.of("support", "intern")))).isTrue();
    assertThat(invariant.assumes(facts("request", List.of("support")))).isFalse();
    assertThat(invariant.assumes(facts("tool", List.of("intern")))).isFalse();
  }

  @Test
  void it_is_part_of_the_blob() {
    var bundle =
        Folders.loaded(
            with(
                """
                - {id: nobody, says: Nobody., on: request, assume: "true", never: permit}
                """));

    assertThat(Bundle.fromBlob(bundle.blob()))
        .isInstanceOfSatisfying(
            BundleReading.Loaded.class, read -> assertThat(read.bundle().invariants()).hasSize(1));
  }

  @Test
  void its_mistakes_are_those_of_a_rule() {
    var reading =
        Bundle.read(
            with(
                """
                - id: one
                  says: One.
                  on: response
                  assume: "'intren' in roles || size(probes) > 0"
                  never: permits
                  requirement: SUP-9
                - id: one
                  says: Two.
                  on: request
                  assume: size(roles)
                  never: permit
                """),
            Folders.KNOWN_LABELS);

    assertThat(reading)
        .isInstanceOfSatisfying(
            BundleReading.Mistaken.class,
            mistaken ->
                assertThat(mistaken.mistakes().stream().map(Mistake::message))
                    .containsExactly(
                        "`roles` never holds `intren`, did you mean `intern`?",
                        "an answer has no `probes`: text that was released already cannot be called"
                            + " back",
                        "one of `permit` was expected, not `permits`, did you mean `permit`?",
                        "unknown requirement `SUP-9`, did you mean `SUP-1`?",
                        "invariant `one` is already at invariants.yaml:1",
                        "a condition is a bool, this one is of type int"));
  }
}
