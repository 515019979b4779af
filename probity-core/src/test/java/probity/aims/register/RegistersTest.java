package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RegistersTest {
  private static final Registers REGISTERS = Registers.ofProduct();

  @Test
  void every_description_of_the_product_loads() {
    assertThat(REGISTERS.all()).hasSize(Registers.descriptions().size());
  }

  @Test
  void a_records_id_tells_its_register() {
    assertThat(REGISTERS.ofRecord("risk-7").orElseThrow().id()).isEqualTo("risks");
    assertThat(REGISTERS.ofRecord("risk-07")).isEmpty();
    assertThat(REGISTERS.ofRecord("risk-0")).isEmpty();
    assertThat(REGISTERS.ofRecord("RISK-7")).isEmpty();
    assertThat(REGISTERS.ofRecord("none-7")).isEmpty();
  }

  @Test
  void duties_of_people_are_the_duties_that_there_are() {
    var field = REGISTERS.find("people").orElseThrow().field("duties").orElseThrow();

    var options = ((FieldType.Choice) field.type()).options();

    assertThat(options)
        .extracting(option -> option.id() + " " + option.title())
        .containsExactlyElementsOf(
            Arrays.stream(Duty.values()).map(duty -> duty.word() + " " + duty.title()).toList());
  }

  @Test
  void decisions_are_delegated_in_every_other_register_that_somebody_approves() {
    var field = REGISTERS.find(Delegation.REGISTER).orElseThrow().field("registers").orElseThrow();

    var options = ((FieldType.Choice) field.type()).options();

    assertThat(options)
        .extracting(option -> option.id() + " " + option.title())
        .containsExactlyElementsOf(
            REGISTERS.all().stream()
                .filter(one -> !one.id().equals(Delegation.REGISTER) && !one.approves().isEmpty())
                .map(one -> one.id() + " " + one.title())
                .toList());
  }

  @Test
  void whoever_approves_somewhere_may_write_a_delegation() {
    var approving = REGISTERS.all().stream().flatMap(one -> one.approves().stream()).toList();

    assertThat(REGISTERS.find(Delegation.REGISTER).orElseThrow().edits()).containsAll(approving);
  }

  @Test
  void all_fields_of_a_person_can_lie_under_that_persons_key() {
    var people = REGISTERS.find("people").orElseThrow();

    assertThat(people.fields())
        .extracting(Field::type)
        .doesNotHaveAnyElementsOfTypes(FieldType.Person.class, FieldType.Personal.class);
  }

  @Test
  void every_record_has_a_day_of_review_and_all_but_people_an_owner() {
    assertThat(those(register -> register.field("review").isEmpty())).isEmpty();
    assertThat(those(register -> register.field("owner").isEmpty())).containsExactly("people");
  }

  @Test
  void top_management_edits_no_evidence_and_auditors_from_outside_write_nothing() {
    var outside = Duty.EXTERNAL_AUDITOR;

    assertThat(those(register -> register.edits().contains(outside))).isEmpty();
    assertThat(those(register -> register.approves().contains(outside))).isEmpty();
    assertThat(those(register -> register.approves().isEmpty())).isEmpty();
    assertThat(REGISTERS.find("evidence").orElseThrow().edits())
        .doesNotContain(Duty.TOP_MANAGEMENT);
  }

  @Test
  void a_list_of_records_shows_few_columns() {
    assertThat(those(register -> listed(register) < 2 || listed(register) > 8)).isEmpty();
  }

  @Test
  void a_row_lacks_the_reason_that_its_other_values_ask_for() {
    var soa = REGISTERS.find("applicability").orElseThrow();
    var row = new HashMap<>(Map.of("name", "AI policy", "control", "42001:A.2.2"));

    assertThat(soa.lacking(row)).isEmpty();

    row.put("included", "no");
    assertThat(soa.lacking(row)).extracting(Field::id).containsExactly("exclusion_reason");

    row.put("included", "yes");
    row.put("grounds", "risk\nlegal");
    assertThat(soa.lacking(row))
        .extracting(Field::id)
        .containsExactly("inclusion_reason", "implementation", "owner");

    row.remove("name");
    assertThat(soa.lacking(row)).extracting(Field::id).contains("name");
  }

  private static List<String> those(Predicate<Register> where) {
    return REGISTERS.all().stream().filter(where).map(Register::id).toList();
  }

  private static long listed(Register register) {
    return register.fields().stream().filter(Field::listed).count();
  }
}
