package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import probity.policy.RequirementsReport.Standing;

class DemoBundleTest {
  private final Bundle demo = Folders.loaded(Folders.files(Folders.DEMO));

  @Test
  void the_tests_beside_its_rules_pass() {
    var results = demo.test();

    assertThat(results).hasSizeGreaterThan(demo.rules().size());
    assertThat(results)
        .allSatisfy(result -> assertThat(result.passed()).as(result.sentence()).isTrue());
  }

  @Test
  void it_is_read_back_from_its_blob_with_the_same_digest() {
    var reading = Bundle.fromBlob(demo.blob());

    assertThat(reading).isInstanceOf(BundleReading.Loaded.class);
    assertThat(((BundleReading.Loaded) reading).bundle().digest()).isEqualTo(demo.digest());
  }

  @Test
  void every_requirement_is_met_and_two_of_them_not_by_the_gateway() {
    var report = RequirementsReport.of(demo.requirements(), demo.rules());

    assertThat(report.standing(Standing.UNMET)).isEmpty();
    assertThat(report.standing(Standing.OTHERWISE_MET))
        .extracting(line -> line.requirement().id())
        .containsExactly("SUP-3", "SUP-4");
    assertThat(report.rulesWithout()).isEmpty();
  }
}
