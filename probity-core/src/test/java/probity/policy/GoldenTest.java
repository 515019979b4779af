package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Facts;
import probity.yaml.Mapping;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// One folder for each case: rules, the facts that are given, and the decisions; or a bundle with
/// the mistakes that it must show. `-Dgolden=rewrite` writes what the code says now.
class GoldenTest {
  static Stream<Path> withMistakes() throws IOException {
    return Stream.of("every-mistake-at-once", "no-bundle-file").map(Folders.CASES::resolve);
  }

  static Stream<Path> withDecisions() throws IOException {
    try (var folders = Files.list(Folders.CASES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("given.yaml")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("withMistakes")
  void a_bundle_shows_all_its_mistakes_at_once(Path folder) throws IOException {
    var reading = Bundle.read(Folders.files(folder), Folders.KNOWN_LABELS);

    assertThat(reading).isInstanceOf(BundleReading.Mistaken.class);
    var shown = new StringBuilder();
    ((BundleReading.Mistaken) reading)
        .mistakes()
        .forEach(mistake -> shown.append(mistake.render()).append('\n'));
    golden(folder.resolve("expected-mistakes.txt"), shown.toString());
  }

  @ParameterizedTest
  @MethodSource("withDecisions")
  void facts_are_decided(Path folder) throws IOException {
    var bundle = Folders.loaded(Folders.onGround(folder));
    var given = given(folder.resolve("given.yaml"));

    var shown = new StringBuilder();
    given.forEach(facts -> shown.append(shown(bundle.decide(facts))).append('\n'));

    assertThat(bundle.test())
        .allSatisfy(result -> assertThat(result.passed()).as(result.sentence()).isTrue());
    golden(folder.resolve("decisions.txt"), shown.toString());
  }

  private static List<Facts> given(Path file) {
    var mistakes = new Mistakes();
    var given =
        Yaml.read(file.toString(), Folders.text(file), mistakes).mappings(64, GoldenTest::facts);
    assertThat(mistakes.inOrder()).isEmpty();
    return given;
  }

  private static Facts facts(Mapping item) {
    var phase =
        item.required("on").choice(List.of(Facts.Phase.values()), Facts.Phase::word).orElseThrow();
    return new Given(phase, Vocabulary.OPEN, new TreeMap<>()).read(item.required("given"));
  }

  private static String shown(Decision decision) {
    var lines = new ArrayList<String>();
    lines.add("verdict: " + decision.verdict().word());
    switch (decision.verdict()) {
      case Verdict.Permit() -> {}
      case Verdict.Refuse(var rule, var reason, var kind) -> {
        lines.add("rule: " + rule);
        lines.add("reason: " + reason);
        if (!(kind instanceof Verdict.Kind.Plain)) lines.add("until: " + kind);
      }
    }
    for (Obligation obligation : decision.obligations()) {
      lines.add("obligation: " + obligation);
    }
    lines.add("evaluated: " + decision.evaluated());
    lines.add("matched: " + decision.matched());
    lines.add("decided: " + decision.decided());
    lines.add("failed: " + decision.failed());
    return String.join("\n", lines) + "\n";
  }

  private static void golden(Path file, String text) throws IOException {
    if ("rewrite".equals(System.getProperty("golden"))) Files.writeString(file, text);
    assertThat(text).isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }
}
