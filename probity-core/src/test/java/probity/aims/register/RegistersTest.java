package probity.aims.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
}
