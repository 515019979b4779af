package probity.aims.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.aims.register.History;
import probity.policy.AiSystem;
import probity.policy.BundleFile;

class BundleProposalTest {
  private static final History ASSISTANT = Kept.record("system-1", "system", "support-assistant");
  private static final History SORTER = Kept.record("system-2", "system", "sorter");

  private static BundleProposal.Asks asks(History system, String id, String word, String risk) {
    var assessment = Kept.record(id, "revision_word", word, "risk_class", risk);
    return new BundleProposal.Asks(system, id, assessment.newest());
  }

  @Test
  void one_bundle_says_what_all_assessments_ask_under_the_next_version() {
    var proposed =
        BundleProposal.of(
                List.of(
                    asks(ASSISTANT, "assessment-1", "2026-11", "high"),
                    asks(SORTER, "assessment-2", "2026-10", "minimal")),
                Bundles.read(Bundles.files()),
                Set.of())
            .orElseThrow();

    assertThat(proposed.assessments()).containsExactly("assessment-1", "assessment-2");
    var read = Bundles.read(proposed.files());
    assertThat(read.version()).isEqualTo(proposed.version()).isEqualTo("1.0.1");
    assertThat(read.name()).isEqualTo(proposed.name());
    assertThat(read.systems())
        .extracting(AiSystem::id, AiSystem::assessment, AiSystem::riskClass)
        .containsExactlyInAnyOrder(
            tuple("support-assistant", "2026-11", "high"), tuple("sorter", "2026-10", "minimal"));
  }

  @Test
  void what_is_not_asked_stays_letter_for_letter() {
    var proposed =
        BundleProposal.of(
                List.of(asks(ASSISTANT, "assessment-1", "2026-11", "limited")),
                Bundles.read(Bundles.files()),
                Set.of())
            .orElseThrow();

    assertThat(proposed.files())
        .extracting(BundleFile::path)
        .containsExactlyElementsOf(
            Bundles.read(Bundles.files()).files().stream().map(BundleFile::path).toList());
    for (BundleFile file : Bundles.read(Bundles.files()).files()) {
      var before = file.text().lines().toList();
      var after =
          proposed.files().stream()
              .filter(one -> one.path().equals(file.path()))
              .findFirst()
              .orElseThrow()
              .text()
              .lines()
              .toList();
      assertThat(after).hasSameSizeAs(before);
      var changed = after.stream().filter(line -> !before.contains(line)).toList();
      if (file.path().equals("bundle.yaml")) {
        assertThat(changed).containsExactly("version: 1.0.1", "    assessment: 2026-11");
      } else {
        assertThat(changed).isEmpty();
      }
    }
  }

  @Test
  void nothing_is_proposed_where_the_bundle_says_so_or_where_it_cannot_be_said() {
    var bundle = Bundles.read(Bundles.files());

    assertThat(
            BundleProposal.of(
                List.of(
                    asks(ASSISTANT, "assessment-1", "2026-03", "limited"),
                    asks(Kept.record("system-3"), "assessment-2", "2026-10", "minimal")),
                bundle,
                Set.of()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, 1.0.3", // two of its successors were had
    "2026-09, 2026-10",
    "1.9, 1.10",
    "v7-rc, v8-rc",
    "first, first.1",
  })
  void a_version_grows_by_its_last_number_past_those_that_were_had(String now, String next) {
    var files =
        Bundles.files().stream()
            .map(file ->
                file.path().equals("bundle.yaml")
                    ? new BundleFile(
                        file.path(), file.text().replaceFirst("version: .*", "version: " + now))
                    : file)
            .toList();

    assertThat(
            BundleProposal.of(
                    List.of(asks(ASSISTANT, "assessment-1", "2026-11", "high")),
                    Bundles.read(files),
                    Set.of("1.0.1", "1.0.2"))
                .map(BundleProposal::version))
        .contains(next);
  }
}
