package probity.aims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import probity.aims.Catalogue.Evidence;

class CatalogueTest {
  @Test
  void annex_a_has_38_controls_in_nine_objectives() {
    var sizes =
        Catalogue.controls().stream()
            .collect(
                Collectors.groupingBy(
                    Catalogue.Control::objective, LinkedHashMap::new, Collectors.counting()));

    assertThat(sizes)
        .containsExactly(
            entry("A.2", 3L),
            entry("A.3", 2L),
            entry("A.4", 5L),
            entry("A.5", 4L),
            entry("A.6", 9L),
            entry("A.7", 5L),
            entry("A.8", 4L),
            entry("A.9", 3L),
            entry("A.10", 3L));
    assertThat(sizes.keySet()).allSatisfy(number -> assertThat(Catalogue.find(number)).isPresent());
  }

  @Test
  void records_of_exchanges_prove_no_more_than_is_said() {
    var evidence =
        Catalogue.controls().stream()
            .collect(Collectors.groupingBy(Catalogue.Control::evidence, Collectors.counting()));

    assertThat(evidence)
        .containsOnly(
            entry(Evidence.DIRECT, 6L), entry(Evidence.PARTIAL, 17L), entry(Evidence.NONE, 15L));
  }

  @Test
  void clauses_go_from_4_1_to_10_2_and_improvement_comes_before_nonconformity() {
    var numbers = Catalogue.clauses().stream().map(Catalogue.Clause::number).toList();

    assertThat(numbers)
        .hasSize(32)
        .doesNotHaveDuplicates()
        .startsWith("4.1")
        .contains("6.1.4", "6.3", "8.4")
        .endsWith("10.1", "10.2");
    assertThat(Catalogue.find("10.2").orElseThrow().title())
        .isEqualTo("Nonconformity and corrective action");
    assertThat(Catalogue.find("6.1.1").orElseThrow().title())
        .isEqualTo("Actions to address risks and opportunities – General");
  }

  @Test
  void a_number_is_found_with_and_without_its_scheme_and_another_is_not() {
    assertThat(Catalogue.find("42001:A.6.2.8")).isEqualTo(Catalogue.find("A.6.2.8")).isPresent();
    assertThat(Catalogue.find("A.6.2.9")).isEmpty();
    assertThat(Catalogue.find("27001:A.6.2.8")).isEmpty();
    assertThat(Catalogue.find("")).isEmpty();
  }

  @Test
  void labels_of_the_first_outline_name_published_controls_and_are_themselves_others() {
    assertThat(Catalogue.aliases())
        .hasSize(5)
        .allSatisfy(alias -> {
          assertThat(Catalogue.find(alias.label())).isPresent();
          assertThat(alias.controls())
              .isNotEmpty()
              .doesNotContain(alias.label())
              .allSatisfy(number -> assertThat(Catalogue.find(number)).isPresent());
          assertThat(alias.near())
              .isNotEmpty()
              .allSatisfy(number -> assertThat(Catalogue.find(number)).isPresent());
        });
    assertThat(Catalogue.alias("A.7.4").orElseThrow().controls()).containsExactly("A.6.2.2");
    assertThat(Catalogue.alias("A.6.2.8")).isEmpty();
  }
}
