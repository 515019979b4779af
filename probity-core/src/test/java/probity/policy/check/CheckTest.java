package probity.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;

/// A bundle with one of each finding. `-Dgolden=rewrite` writes what the code says now.
class CheckTest {
  private static final Path CASE = Path.of("src/test/resources/check/every-finding");
  private static final Path DEMO = Path.of("../examples/demo-bundle");
  private static final Set<String> LABELS =
      Set.of(
          "personal.email",
          "payment.card",
          "payment.iban",
          "credential.api-key",
          "credential.private-key");

  @Test
  void each_finding_has_its_place_what_why_and_what_to_do() throws IOException {
    var files = files(CASE);

    var findings = Check.of(loaded(files), files);

    String shown =
        findings.stream().map(Finding::render).collect(Collectors.joining("\n\n", "", "\n"));
    Path golden = CASE.resolveSibling("every-finding.txt");
    if ("rewrite".equals(System.getProperty("golden"))) Files.writeString(golden, shown);
    assertThat(shown).isEqualTo(Files.readString(golden));
  }

  @Test
  void the_bundle_of_the_demo_has_no_finding() {
    var files = files(DEMO);

    assertThat(Check.of(loaded(files), files))
        .extracting(Finding::level)
        .doesNotContain(Finding.Level.FINDING);
  }

  @Test
  void a_test_says_what_the_bundle_as_a_whole_comes_to() {
    var bundle =
        loaded(replaced("expect: permit, bundle: permit}", "expect: permit, bundle: refuse}"));

    assertThat(Coverage.of(bundle).failures())
        .extracting(test -> test.result().sentence())
        .contains(
            "rules/all.yaml:10: rule `support-may-chat`, test `yes`: the bundle as a whole was"
                + " expected to `refuse`, and comes to `permit`");
  }

  @Test
  void the_whole_bundle_is_asked_on_a_route_alone() {
    var reading =
        Bundle.read(
            replaced("given: {}, expect: notice}", "given: {}, expect: notice, bundle: permit}"),
            LABELS);

    assertThat(((BundleReading.Mistaken) reading).mistakes())
        .extracting(mistake -> mistake.message())
        .containsExactly("the bundle as a whole decides on a route; give the test its `route`");
  }

  @Test
  void coverage_counts_what_each_rule_did_and_what_the_bundle_decided() {
    var coverage = Coverage.of(loaded(files(CASE)));

    assertThat(coverage.rules())
        .filteredOn(rule -> rule.rule().id().equals("lookups"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.fired()).isEqualTo(1);
          assertThat(rule.not()).isEqualTo(1);
          assertThat(rule.refused()).isEqualTo(2);
          assertThat(rule.decisive()).isZero();
        });
  }

  private static List<BundleFile> replaced(String from, String to) {
    var files = files(CASE);
    assertThat(files).anyMatch(file -> file.text().contains(from));
    return files.stream()
        .map(file -> new BundleFile(file.path(), file.text().replace(from, to)))
        .toList();
  }

  private static Bundle loaded(List<BundleFile> files) {
    return switch (Bundle.read(files, LABELS)) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(
              mistakes.stream().map(one -> one.render()).collect(Collectors.joining("\n")));
    };
  }

  private static List<BundleFile> files(Path folder) {
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".yaml"))
          .sorted()
          .map(path ->
              new BundleFile(folder.relativize(path).toString().replace('\\', '/'), text(path)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
