package probity.aims.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.aims.register.History;
import probity.policy.AiSystem;
import probity.policy.BundleFile;

class BundleLinesTest {
  private static final History SYSTEM =
      Kept.record("system-1", "name", "Support assistant", "system", "support-assistant");

  private static History assessment(String word, String riskClass) {
    return Kept.record("assessment-1", "revision_word", word, "risk_class", riskClass);
  }

  private static BundleLines of(History system, History assessment, List<BundleFile> files) {
    return BundleLines.of(system, assessment.newest(), Bundles.read(files));
  }

  private static List<BundleFile> with(String path, String from, String to) {
    var files = new ArrayList<BundleFile>();
    for (BundleFile file : Bundles.files()) {
      files.add(
          file.path().equals(path) ? new BundleFile(path, file.text().replace(from, to)) : file);
    }
    return files;
  }

  private static List<AiSystem> applied(BundleLines asked, List<BundleFile> files) {
    var changed = new ArrayList<BundleFile>();
    for (BundleFile file : files) {
      var lines = new ArrayList<>(List.of(file.text().split("\n", -1)));
      for (BundleLines.Line line : asked.lines().reversed()) {
        if (!line.file().equals(file.path())) continue;
        if (line.before().isEmpty()) lines.add(line.line() - 1, line.after());
        else lines.set(line.line() - 1, line.after());
      }
      changed.add(new BundleFile(file.path(), String.join("\n", lines)));
    }
    return Bundles.read(changed).systems();
  }

  @Test
  void what_the_bundle_says_already_needs_no_line() {
    var asked = of(SYSTEM, assessment("2026-03", "limited"), Bundles.files());

    assertThat(asked.inForce()).isTrue();
  }

  @Test
  void the_lines_are_those_of_the_file_with_one_word_changed_and_a_bundle_with_them_says_it() {
    var asked = of(SYSTEM, assessment("2026-11", "high"), Bundles.files());

    assertThat(asked.lines())
        .extracting(BundleLines.Line::file, BundleLines.Line::before, BundleLines.Line::after)
        .containsExactly(
            tuple("bundle.yaml", "    assessment: 2026-03", "    assessment: 2026-11"),
            tuple("bundle.yaml", "    risk_class: limited", "    risk_class: high"));
    assertThat(applied(asked, Bundles.files()))
        .containsExactly(new AiSystem("support-assistant", "", "2026-11", "high", ""));
    assertThat(asked.remarks()).hasSize(1);
  }

  @Test
  void two_words_on_one_line_are_one_line() {
    var files =
        with(
            "bundle.yaml",
            "  - id: support-assistant\n    assessment: 2026-03\n    risk_class: limited\n",
            "  - {id: support-assistant, assessment: '2026-03', risk_class: limited} # é\n");

    var asked = of(SYSTEM, assessment("2026-11", "high"), files);

    assertThat(asked.lines())
        .extracting(BundleLines.Line::after)
        .containsExactly("  - {id: support-assistant, assessment: 2026-11, risk_class: high} # é");
    assertThat(applied(asked, files)).extracting(AiSystem::riskClass).containsExactly("high");
  }

  @Test
  void what_an_environment_changes_is_changed_there() {
    var files = new ArrayList<>(Bundles.files());
    files.add(
        new BundleFile(
            "overlays/live.yaml", "systems:\n  - id: support-assistant\n    risk_class: high\n"));

    var asked = of(SYSTEM, assessment("2026-11", "minimal"), files);

    assertThat(asked.lines())
        .extracting(BundleLines.Line::file, BundleLines.Line::after)
        .containsExactlyInAnyOrder(
            tuple("overlays/live.yaml", "    risk_class: minimal"),
            tuple("bundle.yaml", "    assessment: 2026-11"));
    assertThat(applied(asked, files))
        .containsExactly(new AiSystem("support-assistant", "", "2026-11", "minimal", ""));
  }

  @Test
  void a_system_that_the_bundle_lacks_is_added_before_the_first() {
    var other = Kept.record("system-2", "system", "sorter");

    var asked = of(other, assessment("2026-11", "minimal"), Bundles.files());

    assertThat(asked.lines())
        .extracting(BundleLines.Line::before, BundleLines.Line::after)
        .containsExactly(
            tuple("", "  - id: sorter\n    assessment: 2026-11\n    risk_class: minimal"));
    assertThat(applied(asked, Bundles.files()))
        .extracting(AiSystem::id)
        .containsExactly("sorter", "support-assistant");
  }

  @Test
  void rules_that_cite_the_assessment_before_cite_the_new_one() {
    var rules =
        Bundles.files().stream()
            .filter(file -> file.path().startsWith("rules/"))
            .findFirst()
            .orElseThrow();
    var files = with(rules.path(), "  on: request\n", "  on: request\n  assessment: 2026-03\n");

    var asked = of(SYSTEM, assessment("2026-11", "limited"), files);

    assertThat(asked.lines())
        .filteredOn(line -> line.file().equals(rules.path()))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.after()).isEqualTo("  assessment: 2026-11"));
    assertThat(applied(asked, files)).hasSize(1);
  }

  @Test
  void what_cannot_be_proposed_says_why() {
    var files = Bundles.files();

    assertThat(of(Kept.record("system-1"), assessment("2026-11", "high"), files).obstacle())
        .contains("the record `system-1` does not say what the bundle calls it");
    assertThat(of(SYSTEM, assessment("", "high"), files).obstacle())
        .contains("the assessment does not say by which word the bundle is to cite it");
    assertThat(of(SYSTEM, assessment("March 26", "high"), files).obstacle().orElse(""))
        .startsWith("`March 26` cannot stand in a bundle");
  }
}
