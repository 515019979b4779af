package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.classify.Scoring;
import probity.exchange.Facts;
import probity.policy.canary.Rehearsal;
import probity.yaml.Mistakes;
import probity.yaml.Yaml;

/// The bundles below `examples/`, in each of their environments.
class ExampleBundlesTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final String OVERLAYS = "overlays/";

  record Example(String name, Optional<String> environment) {
    Bundle bundle() {
      return Folders.loaded(
          BundleFile.forEnvironment(Folders.files(EXAMPLES.resolve(name)), environment));
    }

    @Override
    public String toString() {
      return name + environment.map(word -> " in " + word).orElse("");
    }
  }

  static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    try (var folders = Files.list(EXAMPLES)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        String name = folder.getFileName().toString();
        examples.add(new Example(name, Optional.empty()));
        Folders.files(folder).stream()
            .map(BundleFile::path)
            .filter(path -> path.startsWith(OVERLAYS))
            .map(path -> path.substring(OVERLAYS.length(), path.length() - ".yaml".length()))
            .forEach(environment -> examples.add(new Example(name, Optional.of(environment))));
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void its_tests_pass(Example example) {
    assertThat(example.bundle().test())
        .isNotEmpty()
        .allSatisfy(result -> assertThat(result.passed()).as(result.sentence()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void it_comes_back_from_its_blob(Example example) {
    var bundle = example.bundle();

    var again = ((BundleReading.Loaded) Bundle.fromBlob(bundle.blob())).bundle();

    assertThat(again.digest()).isEqualTo(bundle.digest());
    assertThat(again.rules()).isEqualTo(bundle.rules());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void its_canaries_would_be_met(Example example) {
    var bundle = example.bundle();

    assertThat(bundle.canaries()).isNotEmpty();
    assertThat(new Rehearsal(bundle, Scoring.NONE).missed()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void it_says_what_must_never_happen(Example example) {
    assertThat(example.bundle().invariants()).isNotEmpty();
  }

  /// No route leads out of the EU, and a canary is shorter than the notes that wait.
  private static final Set<String> NO_CANARY_TRIGGERS =
      Set.of("health-data-stays-in-the-eu", "very-long-notes-are-looked-at-first");

  @ParameterizedTest
  @MethodSource("industries")
  void each_rule_that_refuses_or_masks_has_a_canary(Example example) {
    var bundle = example.bundle();
    var shown = bundle.canaries().stream().map(canary -> canary.expected().rule()).toList();

    assertThat(bundle.rules())
        .filteredOn(rule -> rule.then().word().refuses() || rule.then() instanceof Effect.Redact)
        .filteredOn(rule -> !(rule.then() instanceof Effect.Limit))
        .extracting(Rule::id)
        .filteredOn(id -> !NO_CANARY_TRIGGERS.contains(id))
        .isSubsetOf(shown);
  }

  @ParameterizedTest
  @MethodSource("industries")
  void each_canary_shows_the_requirement_that_its_rule_carries_out(Example example) {
    var bundle = example.bundle();
    var requirements =
        bundle.rules().stream().collect(Collectors.toMap(Rule::id, Rule::requirement));

    assertThat(bundle.canaries())
        .allSatisfy(canary ->
            assertThat(canary.requirement())
                .as(canary.id())
                .isEqualTo(requirements.get(canary.expected().rule())));
    assertThat(bundle.invariants())
        .allSatisfy(
            invariant -> assertThat(invariant.requirement()).as(invariant.id()).isPresent());
  }

  /// Without the demo, which is kept short.
  static List<Example> industries() throws IOException {
    return examples().stream().filter(example -> !example.name().equals("demo-bundle")).toList();
  }

  @Test
  void an_environment_has_a_digest_of_its_own() throws IOException {
    var digests = examples().stream().map(example -> example.bundle().digest()).toList();

    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void a_refund_passes_only_with_a_grant() {
    var bundle = new Example("customer-support", Optional.empty()).bundle();
    var refund = "{route: agents, body: read, roles: [support-agent], tool: issue_refund";

    assertThat(tool(bundle, refund + "}").verdict())
        .isInstanceOfSatisfying(
            Verdict.Refuse.class,
            refuse -> assertThat(refuse.kind()).isEqualTo(new Verdict.Kind.Review("refunds")));
    assertThat(tool(bundle, refund + ", granted: [refunds]}").verdict())
        .isEqualTo(new Verdict.Permit());
    assertThat(
            tool(bundle, refund + ", granted: [refunds], probes: {four-digit-amount: true}}")
                .verdict())
        .isInstanceOf(Verdict.Refuse.class);
  }

  @Test
  void nobody_is_declined_by_the_system_whoever_asks() {
    var bundle = new Example("credit-pre-screening", Optional.empty()).bundle();

    for (String role : Stream.concat(bundle.roles().stream(), Stream.of("?")).toList()) {
      var decision =
          tool(
              bundle,
              "{route: screening, body: read, roles: ['"
                  + role
                  + "'], granted: [second-look],"
                  + " tool: decline_application}");
      assertThat(decision.verdict()).isInstanceOf(Verdict.Refuse.class);
    }
  }

  private static Decision tool(Bundle bundle, String given) {
    var mistakes = new Mistakes();
    var value = Yaml.read("given", given, mistakes);
    var silent = bundle.probes(Facts.Phase.TOOL, List.of(), _ -> "");
    var facts = new Given(Facts.Phase.TOOL, Vocabulary.OPEN, new TreeMap<>(silent)).read(value);
    assertThat(mistakes.inOrder()).isEmpty();
    return bundle.decide(facts);
  }
}
