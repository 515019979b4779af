package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
  void every_requirement_is_carried_out_by_a_rule() {
    var carriedOut = demo.rules().stream().map(Rule::requirement).distinct().toList();

    assertThat(demo.requirements())
        .extracting(Requirement::id)
        .containsExactlyInAnyOrderElementsOf(carriedOut);
  }
}
