package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatalogueCommandTest {
  @Test
  void controls_are_38_lines_with_the_number_first() {
    var run = Commands.run("catalogue", "controls");

    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .hasSize(38)
        .allSatisfy(line -> assertThat(line).matches("A\\.[0-9.]+ [A-Z].*"))
        .startsWith("A.2.2 AI policy")
        .contains("A.6.2.8 AI system recording of event logs")
        .endsWith("A.10.4 Customers");
  }

  @Test
  void a_label_of_the_first_outline_names_what_the_standard_has() {
    var run = Commands.run("catalogue", "show", "seed:A.7.4");

    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .startsWith("seed:A.7.4 → A.6.2.2 AI system requirements and specification")
        .endsWith("  A.7.4 Quality of data for AI systems is another control");
  }

  @Test
  void clauses_and_objectives_are_listed_and_shown() {
    assertThat(Commands.run("catalogue", "clauses").lines()).hasSize(32);
    assertThat(Commands.run("catalogue", "objectives").lines()).hasSize(11);
    assertThat(Commands.run("catalogue", "show", "A.6.1").lines()).hasSize(3);
    assertThat(Commands.run("catalogue", "show", "4.3").out())
        .contains("documented information: the scope");
    assertThat(Commands.run("catalogue", "show", "42001:A.6.2.8").out())
        .contains("objective: A.6 AI system life cycle")
        .contains("each decision proves it");
  }

  @Test
  void what_the_standard_does_not_number_is_refused_with_what_is_known() {
    for (String label : new String[] {"A.1.1", "seed:A.6.2.8", "27001:A.6.2.8"}) {
      var run = Commands.run("catalogue", "show", label);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("`" + label + "` is no clause").contains("`seed:A.7.4`");
    }
  }
}
