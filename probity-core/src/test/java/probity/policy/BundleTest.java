package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Bytes;
import probity.ledger.Hash;

class BundleTest {
  private final List<BundleFile> files = Folders.files(Folders.CASES.resolve("ground"));

  @Test
  void its_digest_is_that_of_its_files_in_any_order() {
    var bundle = Folders.loaded(files);

    assertThat(Folders.loaded(files.reversed()).digest()).isEqualTo(bundle.digest());
    assertThat(bundle.digest()).isEqualTo(Hash.of(bundle.blob().array()));
    assertThat(bundle.blob().utf8())
        .startsWith("{\"files\":[{\"path\":\"bundle.yaml\",\"text\":\"");
  }

  @Test
  void a_route_takes_its_system_from_its_use() {
    var route = Folders.loaded(files).route("/v1/chat/completions").orElseThrow();

    assertThat(List.of(route.system(), route.use(), route.assessment(), route.riskClass()))
        .containsExactly("desk", "answers", "7", "limited");
    assertThat(route.methods()).containsExactly("POST");
  }

  @Test
  void a_path_is_matched_exactly() {
    var bundle = Folders.loaded(files);

    assertThat(List.of("/v1/chat/completions/", "/v1/chat", "/V1/chat/completions", ""))
        .allSatisfy(path -> assertThat(bundle.route(path)).isEmpty());
  }

  @Test
  void a_label_that_no_detector_gives_is_a_mistake_at_load_but_not_when_read_back() {
    var blob = Folders.loaded(files).blob();

    assertThat(Bundle.read(files, Set.of("personal.email")))
        .isInstanceOf(BundleReading.Mistaken.class);
    assertThat(Bundle.fromBlob(blob)).isInstanceOf(BundleReading.Loaded.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [DE, FR, GB] | [DE, FR, GB]
          []           | []
          [DE, XX]     | unknown region `XX`
          [de]         | a region (two capital letters, as in ISO 3166-1) was expected, not `de`
          [DE, DE]     | region `DE` is already at bundle.yaml
          DE           | a list was expected, not `DE`
          """)
  void its_routes_have_its_regions_where_they_say_nothing_else(String list, String expected) {
    var changed =
        files.stream()
            .map(file ->
                file.path().equals("bundle.yaml")
                    ? new BundleFile(file.path(), file.text() + "\nregions: " + list + "\n")
                    : file)
            .toList();

    switch (Bundle.read(changed, Folders.loaded(files).labels())) {
      case BundleReading.Loaded(var bundle) ->
          assertThat(bundle.routes())
              .allSatisfy(route -> assertThat(route.regions()).hasToString(expected));
      case BundleReading.Mistaken(var mistakes) ->
          assertThat(mistakes).anyMatch(mistake -> mistake.render().contains(expected));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ledger: {unwitnessed: 60s}    | 60
          ledger: {unwitnessed: 86400s} | 86400
          ledger: {unwitnessed: 86401s} | a duration from `1s` to `1d` was expected
          ledger: {unwitnessed: 0s}     | a duration from `1s` to `1d` was expected
          ledger: {unwitnessed: 1m}     | 60
          ledger: {unwitnesed: 1s}      | unknown member `unwitnesed`, did you mean `unwitnessed`?
          ledger: {}                    | member `unwitnessed` is missing
          """)
  void it_may_bound_how_long_traffic_is_unwitnessed(String line, String expected) {
    var changed =
        files.stream()
            .map(file ->
                file.path().equals("bundle.yaml")
                    ? new BundleFile(file.path(), file.text() + "\n" + line + "\n")
                    : file)
            .toList();

    assertThat(Folders.loaded(files).unwitnessedMax()).isEmpty();
    switch (Bundle.read(changed, Folders.loaded(files).labels())) {
      case BundleReading.Loaded(var bundle) ->
          assertThat(bundle.unwitnessedMax())
              .contains(Duration.ofSeconds(Long.parseLong(expected)));
      case BundleReading.Mistaken(var mistakes) ->
          assertThat(mistakes).anyMatch(mistake -> mistake.render().contains(expected));
    }
  }

  @Test
  void a_blob_of_another_form_is_not_read() {
    var blob = Folders.loaded(files).blob().utf8();

    assertThat(
            List.of(
                "",
                "{}",
                "[]",
                blob + "\n",
                blob.replace("\"path\"", "\"pfad\""),
                "{\"files\":[1]}"))
        .allSatisfy(text ->
            assertThat(Bundle.fromBlob(Bytes.utf8(text)))
                .isInstanceOf(BundleReading.Mistaken.class));
  }

  @Test
  void a_bundle_of_too_many_files_is_not_read() {
    var many =
        IntStream.range(0, 257)
            .mapToObj(i -> new BundleFile("rules/r" + i + ".yaml", "[]"))
            .toList();

    assertThat(Bundle.read(many, Set.of())).isInstanceOf(BundleReading.Mistaken.class);
  }

  @Test
  void a_test_that_does_not_hold_says_what_the_rule_did() {
    var rule =
        """
        - id: chat
          requirement: REQ-1
          controls: ["42001:A.9.4"]
          owner: lead
          risk: R-1
          on: request
          when: labels['payment.card'] > 50
          then: permit
          tests:
            - {name: sure, given: {labels: {payment.card: 40}}, expect: permit}
            - {name: none, given: {}, expect: none}
        """;
    var bundle =
        Folders.loaded(
            List.of(files.getFirst(), files.getLast(), new BundleFile("rules/a.yaml", rule)));

    assertThat(bundle.test())
        .extracting(RuleTest.Result::sentence)
        .containsExactly(
            "rules/a.yaml:10: rule `chat`, test `sure`: expected `permit`, got `none`",
            "rules/a.yaml:11: rule `chat`, test `none`: expected `none`, got `failed`");
  }
}
