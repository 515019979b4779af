package probity.policy.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Facts;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.policy.Fact;

class BundleDiffTest {
  private static final Path DEMO = Path.of("../examples/demo-bundle");
  private static final Set<String> LABELS =
      Set.of(
          "personal.email",
          "payment.card",
          "payment.iban",
          "credential.api-key",
          "credential.private-key");

  @Test
  void who_can_do_what_they_could_not_is_shown_by_an_example() {
    var diff = changed(" && model == 'demo-small'\n", "\n");

    assertThat(diff.widens()).isTrue();
    assertThat(diff.examples())
        .extracting(Example::sentence)
        .containsExactly(
            "a request by a caller with role `support` on route `chat` with model `demo-large`:"
                + " refused by `probity/default` before, permitted by `support-may-chat` now");
  }

  @Test
  void what_narrows_does_not_widen() {
    var diff = changed("route == 'models' && 'support' in roles", "route == 'models' && false");

    assertThat(diff.widens()).isFalse();
    assertThat(new DiffWidening().widens(demo(), demo("route == 'models' &&", "false &&")).any())
        .isFalse();
    assertThat(diff.examples(Direction.NARROWER)).isNotEmpty();
  }

  @Test
  void a_mask_that_goes_is_found_though_all_is_permitted_as_before() {
    var diff = changed("when: \"'personal.email' in labels\"", "when: size(labels) > 7");

    assertThat(diff.examples(Direction.WIDER))
        .extracting(Example::sentence)
        .anySatisfy(sentence ->
            assertThat(sentence)
                .contains("with `personal.email` masked before")
                .endsWith("permitted by `support-may-chat` now"));
  }

  @Test
  void a_token_hides_more_than_nothing_and_less_than_a_mask() {
    var conditions = List.of("true", "false", "'personal.email' in labels");
    var nothing = small(List.of("true", "false", "size(labels) > 7"), "tokenize");
    var token = small(conditions, "tokenize");
    var mask = small(conditions);

    assertThat(BundleDiff.of(nothing, token).examples(Direction.WIDER)).isEmpty();
    assertThat(BundleDiff.of(token, nothing).widens()).isTrue();
    assertThat(BundleDiff.of(mask, token).examples(Direction.WIDER))
        .extracting(Example::sentence)
        .anySatisfy(sentence ->
            assertThat(sentence)
                .contains("with `personal.email` masked before")
                .endsWith("with `personal.email` as a token now"));
    assertThat(BundleDiff.of(token, mask).widens()).isFalse();
  }

  @Test
  void a_refusal_that_goes_is_found_with_what_it_refused() {
    var diff = changed("labels['payment.card'] >= 80", "labels['payment.card'] >= 97");

    assertThat(diff.examples(Direction.WIDER))
        .extracting(Example::sentence)
        .anySatisfy(sentence ->
            assertThat(sentence)
                .contains("where is found `payment.card`")
                .contains("refused by `no-payment-data-to-the-model` before"));
  }

  @Test
  void what_is_declared_is_compared_in_words() {
    var diff = changed("assessment: 2026-03", "assessment: 2026-09");

    assertThat(diff.declared())
        .extracting(Change::what)
        .containsExactly(
            "impact assessment of route `chat`: `2026-03` → `2026-09`",
            "impact assessment of route `models`: `2026-03` → `2026-09`",
            "impact assessment of AI system `support-assistant`: `2026-03` → `2026-09`");
    assertThat(diff.widens()).isTrue();
    assertThat(diff.examples()).isEmpty();
  }

  @Test
  void another_version_and_another_reason_do_not_widen() {
    var diff = changed("version: 1.0.0", "version: 1.0.1");

    assertThat(diff.widens()).isFalse();
    assertThat(changed("reason: payment data", "reason: such data").widens()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"invariants", "canaries", "callers"})
  void safeguards_and_words_of_callers_are_compared_in_words(String which) throws IOException {
    var told = new StringBuilder();
    for (Edit edit : Edit.all(GOLDEN.resolve(which + ".txt"))) {
      var diff = BundleDiff.of(edit.before(), edit.after());
      told.append("== ").append(edit.title()).append('\n');
      told.append(edit.edits());
      told.append("-- widens ").append(diff.widens() ? "yes" : "no").append('\n');
      diff.declared()
          .forEach(change ->
              told.append(change.what())
                  .append(" (")
                  .append(change.direction().word())
                  .append(")\n"));
    }
    String text = told.toString();

    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(GOLDEN.resolve(which + ".txt"), text);
    }
    assertThat(text).isEqualTo(text(GOLDEN.resolve(which + ".txt")));
  }

  private static final Path GOLDEN = Path.of("src/test/resources/policy-diff");

  /// A case of a golden file: what is replaced before, and what after; the rest is what comes of
  /// it.
  private record Edit(String title, String edits) {
    static List<Edit> all(Path file) {
      return Arrays.stream(text(file).split("(?m)^== "))
          .filter(part -> !part.isEmpty())
          .map(part -> {
            int line = part.indexOf('\n') + 1;
            int end = part.indexOf("-- widens");
            return new Edit(
                part.substring(0, line - 1), part.substring(line, end < 0 ? part.length() : end));
          })
          .toList();
    }

    Bundle before() {
      return edited("was ");
    }

    Bundle after() {
      return edited("now ");
    }

    private Bundle edited(String when) {
      var files = files();
      for (String line : edits.lines().filter(line -> line.startsWith(when)).toList()) {
        String[] sides = line.substring(when.length()).split(" => ", -1);
        String from = sides[0].replace("\\n", "\n");
        String to = sides[1].replace("\\n", "\n");
        assertThat(files).as(line).anyMatch(file -> file.text().contains(from));
        files =
            files.stream()
                .map(file -> new BundleFile(file.path(), file.text().replace(from, to)))
                .toList();
      }
      return loaded(files);
    }
  }

  @Test
  void what_takes_a_safeguard_away_must_cite_a_change_record() {
    String gone = text(DEMO.resolve("invariants.yaml"));
    var widens =
        new DiffWidening()
            .widens(demo(), loaded(files().stream().filter(f -> !f.text().equals(gone)).toList()));

    assertThat(widens.words())
        .hasSize(3)
        .allMatch(word -> word.startsWith("invariant `") && word.contains("` is gone: on "));
  }

  @Test
  void a_bundle_is_not_said_to_narrow_where_facts_show_that_it_widens() {
    var random = new Random(42);
    int narrower = 0;
    for (int i = 0; i < 250; i++) {
      var conditions = conditions(random, List.of());
      var from = small(conditions);
      var to = small(conditions(random, conditions));
      var diff =
          new BundleDiff(
              new DeclaredChanges(from, to).changes(),
              new RuleChanges(from, to).changes(),
              List.of(),
              0);
      if (diff.widens()) continue;
      narrower++;
      for (int k = 0; k < 200; k++) {
        var scenario = scenario(random);
        Facts before = scenario.facts(from).orElseThrow();
        Facts after = scenario.facts(to).orElseThrow();
        assertThat(Example.between(from.decide(before), to.decide(after), after))
            .as("seed %d: %s | %s | %s", i, from.rules(), to.rules(), after)
            .isNotEqualTo(Direction.WIDER);
      }
    }
    assertThat(narrower).isGreaterThan(20);
  }

  private static final List<String> CONDITIONS =
      List.of(
          "'support' in roles",
          "'intern' in roles",
          "model == 'demo-small'",
          "model in ['demo-small', 'demo-large']",
          "'personal.email' in labels",
          "labels['personal.email'] >= 80",
          "labels['personal.email'] >= 40",
          "stream");

  /// A condition of one or two parts for each of three rules; mostly those of before.
  private static List<String> conditions(Random random, List<String> before) {
    return IntStream.range(0, 3)
        .mapToObj(i -> {
          if (!before.isEmpty() && random.nextInt(3) > 0) return before.get(i);
          String when = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
          return random.nextBoolean()
              ? when
              : when
                  + (random.nextBoolean() ? " && " : " || ")
                  + CONDITIONS.get(random.nextInt(CONDITIONS.size()));
        })
        .toList();
  }

  /// The demo's declarations with a rule that permits, one that refuses, and one that masks.
  private static Bundle small(List<String> conditions) {
    return small(conditions, "redact");
  }

  private static Bundle small(List<String> conditions, String third) {
    var effects = List.of("permit", "refuse", third);
    var rules = new StringBuilder();
    for (int i = 0; i < effects.size(); i++) {
      String effect = effects.get(i);
      rules.append(
          """
          - id: rule-%s
            requirement: SUP-1
            controls: ["42001:A.9.4"]
            owner: lead
            risk: R-1
            on: request
            when: >-
              %s
            then: %s
            %s
            tests:
              - {name: one, given: {}, expect: %s}
              - {name: other, given: {}, expect: none}
          """
              .formatted(
                  effect,
                  conditions.get(i),
                  effect,
                  effect.equals(third) ? "labels: [personal.email]" : "reason: so it is",
                  effect));
    }
    var files =
        files().stream()
            .filter(file -> !file.path().matches("(rules|canaries)/.*"))
            .collect(Collectors.toList());
    files.add(new BundleFile("rules/all.yaml", rules.toString()));
    return loaded(files);
  }

  private static Scenario scenario(Random random) {
    return Scenario.on(Facts.Phase.REQUEST, "chat")
        .with(Fact.ROLES, Json.of(random.nextBoolean() ? List.of("support") : List.of("intern")))
        .with(Fact.MODEL, Json.of(random.nextBoolean() ? "demo-small" : "demo-large"))
        .with(Fact.STREAM, Json.of(random.nextBoolean()))
        .with(
            Fact.LABELS,
            random.nextInt(3) == 0
                ? Json.object().build()
                : Json.object().put("personal.email", random.nextInt(101)).build());
  }

  private static BundleDiff changed(String from, String to) {
    return BundleDiff.of(demo(), demo(from, to));
  }

  private static Bundle demo() {
    return loaded(files());
  }

  private static Bundle demo(String from, String to) {
    assertThat(files()).anyMatch(file -> file.text().contains(from));
    return loaded(
        files().stream()
            .map(file -> new BundleFile(file.path(), file.text().replace(from, to)))
            .toList());
  }

  private static Bundle loaded(List<BundleFile> files) {
    return switch (Bundle.read(files, LABELS)) {
      case BundleReading.Loaded(var bundle) -> bundle;
      case BundleReading.Mistaken(var mistakes) ->
          throw new AssertionError(
              mistakes.stream().map(one -> one.render()).collect(Collectors.joining("\n")));
    };
  }

  private static List<BundleFile> files() {
    try (var paths = Files.walk(DEMO)) {
      return paths
          .filter(path -> path.toString().endsWith(".yaml"))
          .sorted()
          .map(path ->
              new BundleFile(DEMO.relativize(path).toString().replace('\\', '/'), text(path)))
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
