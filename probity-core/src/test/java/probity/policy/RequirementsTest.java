package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.policy.Requirement.MetBy;
import probity.policy.Requirement.Origin;
import probity.policy.RequirementsReport.Standing;

@SuppressWarnings("InlineFormatString") // a bundle reads better apart
class RequirementsTest {
  private static final String RULE =
      """
      - id: anyone
        requirement: A
        controls: %s
        owner: lead
        risk: R-1
        on: request
        when: true
        then: permit
        tests: [{name: always, given: {}, expect: permit}]
      """;

  private static final String REQUIREMENTS =
      """
      - id: A
        sentence: By a rule that names it.
        kind: functional
        source: {from: law, ref: Article 1}
      - id: B
        sentence: By a rule that it names, and by a validation.
        kind: non-functional
        source: {from: interested-party, ref: patients}
        owner: lead
        met_by: [{rule: anyone}, {validation: V-1}]
      - id: C
        sentence: Not by the gateway.
        kind: functional
        source: {from: risk, ref: R-7}
        met_by: [{objective: OBJ-1, metric: share of answers}, {process: P-1}]
      - id: D
        sentence: By nothing.
        kind: functional
        source: {from: policy, ref: 3.20}
      """;

  private static List<BundleFile> files(String requirements, String controls) {
    var files = new ArrayList<BundleFile>();
    Folders.files(Folders.CASES.resolve("ground")).stream()
        .filter(file -> file.path().equals("bundle.yaml"))
        .forEach(files::add);
    files.add(new BundleFile("requirements/all.yaml", requirements));
    files.add(new BundleFile("rules/all.yaml", RULE.formatted(controls)));
    return files;
  }

  private static Bundle bundle(String controls) {
    return Folders.loaded(files(REQUIREMENTS, controls));
  }

  private static RequirementsReport report() {
    var bundle = bundle("['42001:A.9.4']");
    return RequirementsReport.of(bundle.requirements(), bundle.rules());
  }

  @Test
  void a_requirement_says_where_it_comes_from_and_what_meets_it() {
    var second = bundle("['42001:A.9.4']").requirements().get(1);

    assertThat(second.source())
        .isEqualTo(new Requirement.Source(Origin.INTERESTED_PARTY, "patients"));
    assertThat(second.kind().word()).isEqualTo("non-functional");
    assertThat(second.owner()).contains("lead");
    assertThat(second.metBy())
        .containsExactly(new MetBy.ByRule("anyone"), new MetBy.ByValidation("V-1"));
  }

  @Test
  void a_reference_is_taken_as_written() {
    var fourth = bundle("['42001:A.9.4']").requirements().get(3);

    assertThat(fourth.source()).isEqualTo(new Requirement.Source(Origin.POLICY, "3.20"));
  }

  @Test
  void the_report_tells_what_rules_enforce_from_what_is_met_otherwise_and_by_nothing() {
    var report = report();

    assertThat(report.standing(Standing.ENFORCED))
        .extracting(line -> line.requirement().id())
        .containsExactly("A", "B");
    assertThat(report.standing(Standing.OTHERWISE_MET))
        .extracting(line -> line.requirement().id())
        .containsExactly("C");
    assertThat(report.standing(Standing.UNMET))
        .extracting(line -> line.requirement().id())
        .containsExactly("D");
    assertThat(report.counts())
        .containsEntry(Standing.ENFORCED, 2L)
        .containsEntry(Standing.OTHERWISE_MET, 1L)
        .containsEntry(Standing.UNMET, 1L);
  }

  @Test
  void what_also_meets_an_enforced_requirement_is_told_beside_its_rules() {
    var line = report().lines().get(1);

    assertThat(line.rules()).containsExactly("anyone");
    assertThat(line.otherwise()).containsExactly(new MetBy.ByValidation("V-1"));
  }

  @Test
  void a_rule_that_went_away_leaves_its_requirements_unmet() {
    var requirements = bundle("['42001:A.9.4']").requirements();

    var report = RequirementsReport.of(requirements, List.of());

    assertThat(report.counts()).containsEntry(Standing.ENFORCED, 0L);
    assertThat(report.lines().getFirst().standing()).isEqualTo(Standing.UNMET);
    assertThat(report.lines().get(1).standing()).isEqualTo(Standing.OTHERWISE_MET);
  }

  @Test
  void a_rule_whose_requirement_is_not_there_is_reported() {
    var report = RequirementsReport.of(List.of(), bundle("['42001:A.9.4']").rules());

    assertThat(report.rulesWithout()).containsExactly("anyone");
  }

  @Test
  void controls_have_the_number_that_was_published() {
    assertThat(Controls.annexA()).hasSize(38).startsWith("42001:A.2.2").endsWith("42001:A.10.4");
    assertThat(Controls.title("42001:A.6.2.8")).contains("AI system recording of event logs");
    assertThat(Controls.title("nist:GOVERN-1.1")).isEmpty();
    assertThat(Controls.annexA()).isSortedAccordingTo(Controls.ORDER);
  }

  @Test
  void labels_of_the_first_outline_become_the_published_number() {
    var rule = bundle("['seed:A.7.4', '42001:A.7.4', '42001:A.6.2.2', 'iso27001:A.7.4']");

    assertThat(rule.rules().getFirst().controls())
        .containsExactly("42001:A.6.2.2", "42001:A.7.4", "iso27001:A.7.4");
  }
}
