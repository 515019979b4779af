package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import probity.aims.Catalogue;

class StarterRecordsTest {
  private static final Registers REGISTERS = Registers.ofProduct();
  private static final Register RISKS = REGISTERS.find("risks").orElseThrow();
  private static final Register STATEMENT = REGISTERS.find("applicability").orElseThrow();

  @Test
  void the_statement_has_one_undecided_row_for_each_control_in_published_order() {
    var rows = StarterRecords.statement(REGISTERS);

    assertThat(rows)
        .extracting(row -> row.get("control"))
        .containsExactlyElementsOf(
            Catalogue.controls().stream().map(control -> "42001:" + control.number()).toList());
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row).doesNotContainKey("included");
          assertThat(STATEMENT.lacking(row)).isEmpty();
        });
  }

  @Test
  void risks_to_begin_with_are_of_every_kind_and_lack_only_an_owner() {
    var risks = StarterRecords.risks(REGISTERS);

    for (String kind : options("kind").map(Option::id).toList()) {
      assertThat(risks).as(kind).anyMatch(risk -> kind.equals(risk.get("kind")));
    }
    assertThat(risks).anyMatch(risk -> "opportunity".equals(risk.get("direction")));
    assertThat(risks).extracting(risk -> risk.get("name")).doesNotHaveDuplicates();
    for (Map<String, String> risk : risks) {
      assertThat(RISKS.lacking(risk))
          .as(risk.get("name"))
          .extracting(Field::id)
          .containsExactly("owner");
      assertThat(risk.keySet()).contains("cause", "consequence", "signs", "controls", "affected");
    }
  }

  @Test
  void risks_to_begin_with_touch_every_objective_and_source_of_annex_c() {
    var risks = StarterRecords.risks(REGISTERS);

    assertThat(values(risks, "source"))
        .containsAll(StarterRecords.sources().stream().map(Option::id).toList());
    assertThat(values(risks, "objectives"))
        .containsAll(StarterRecords.objectives().stream().map(Option::id).toList());
  }

  @Test
  void the_register_of_risks_has_the_names_of_annex_c() {
    assertThat(StarterRecords.objectives()).hasSize(11);
    assertThat(options("objectives")).containsExactlyElementsOf(StarterRecords.objectives());
    assertThat(StarterRecords.sources()).hasSize(7);
    assertThat(options("source").limit(7)).containsExactlyElementsOf(StarterRecords.sources());
  }

  @Test
  void values_are_in_canonical_form_and_in_the_order_of_the_fields() {
    for (Map<String, String> risk : StarterRecords.risks(REGISTERS)) {
      risk.forEach((id, value) ->
          assertThat(FieldValue.of(REGISTERS, RISKS.field(id).orElseThrow(), value))
              .isEqualTo(new FieldValue.Canonical(value)));
      assertThat(risk.keySet())
          .containsExactlyElementsOf(
              RISKS.fields().stream().map(Field::id).filter(risk::containsKey).toList());
    }
  }

  private static List<String> values(List<Map<String, String>> records, String field) {
    return records.stream().flatMap(record -> record.getOrDefault(field, "").lines()).toList();
  }

  private static Stream<Option> options(String field) {
    return ((FieldType.Choice) RISKS.field(field).orElseThrow().type()).options().stream();
  }
}
