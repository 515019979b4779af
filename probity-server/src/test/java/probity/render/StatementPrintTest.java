package probity.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.console.Input;
import probity.console.Tone;
import probity.console.aims.page.Shown;
import probity.console.aims.page.State;
import probity.console.aims.page.StatementPage;

class StatementPrintTest {
  private static final String LEAF = "1f".repeat(32);
  private static final String APPROVAL = "2e".repeat(32);

  private static StatementPage statement(Optional<String> asOf) {
    var row =
        new StatementPage.Row(
            "A.2.2",
            "AI policy",
            "soa-1",
            "/registers/applicability/soa-1",
            new State("Included", Tone.GOOD),
            "Law",
            "a law <asks> for it",
            "",
            "In full",
            "by one document",
            "Mara Manager",
            List.of(new Shown.Part("Policy 3", "/registers/evidence/evidence-1")),
            new State("Approved", Tone.GOOD),
            "2026-11-27 09:00 UTC by Theo Top",
            2,
            LEAF,
            APPROVAL);
    return new StatementPage(
        asOf,
        Input.of(Input.Kind.DATE, "at", "As of"),
        List.of(new StatementPage.Count("Included", "1")),
        List.of(new Shown.Part("A.2.3 Alignment: has no row", "")),
        List.of(new StatementPage.Group("A.2 Policies related to AI", List.of(row))),
        0,
        List.of(),
        List.of());
  }

  private static String printed(Optional<String> asOf) {
    String fo = FoPage.of(StatementPrint.document(statement(asOf)), "2026-11-27");
    return fo.replace("&#x200b;", "");
  }

  @Test
  void each_control_is_printed_with_its_reason_and_the_entries_that_prove_it() {
    assertThat(printed(Optional.empty()))
        .contains(
            "A.2.2 AI policy",
            "a law &lt;asks&gt; for it",
            "by one document",
            "Policy 3",
            "Mara Manager",
            "2026-11-27 09:00 UTC by Theo Top",
            LEAF,
            APPROVAL,
            "A.2.3 Alignment: has no row")
        .doesNotContain("as of");
  }

  @Test
  void a_statement_of_an_earlier_day_says_so_at_its_head() {
    assertThat(printed(Optional.of("2026-03-01"))).contains("as of the end of 2026-03-01 (UTC)");
  }
}
