package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.classify.Detectors;
import probity.exchange.Finding;
import probity.policy.diff.BundleDiff;
import probity.wire.PlainText;

class OwnLabelsTest {
  private static final String PROJECT =
      """
      - id: business.project
        words: [Nordstern, Blue Harbour, Über]
        exact: [ACME]
        patterns: ['PRJ-\\d{4,6}']
        found: [we call it ⟦nordstern⟧]
        passed: [a star in the north]
      """;

  private final List<BundleFile> files = Folders.files(Folders.CASES.resolve("ground"));

  /// What is found is marked.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "⟦Nordstern⟧, ⟦NORDSTERN⟧ and ⟦nordstern⟧.",
        "⟦Blue Harbour⟧ and ⟦blue\nharbour⟧, no blue-harbour",
        "⟦über⟧, not übers or Füber",
        "⟦U\u0308ber⟧ and ⟦Ü\u200bber⟧, not u\u0308bers or uber",
        "⟦ACME⟧ and no acme",
        "⟦PRJ-20481⟧, not PRJ-204 or XPRJ-20481",
        "Nordsternö and éNordstern are others",
        "\\n⟦Nordstern⟧\\n in a text of JSON"
      })
  void what_a_label_says_is_found_as_whole_words(String marked) {
    var bundle = loaded(PROJECT);

    String plain = marked.replaceAll("[⟦⟧]", "");
    var shown = new StringBuilder(plain);
    for (Finding each : found(bundle, plain).reversed()) {
      assertThat(each.label()).isEqualTo("business.project");
      assertThat(each.detector()).isEqualTo("business.project@1");
      assertThat(each.confidence()).isEqualTo(90);
      shown.insert(each.end(), '⟧').insert(each.start(), '⟦');
    }

    assertThat(shown).hasToString(marked);
  }

  @Test
  void a_label_that_the_bundle_defines_is_a_word_of_its_rules_without_being_named_again() {
    assertThat(loaded(PROJECT).labels()).contains("business.project");
    assertThat(Bundle.fromBlob(loaded(PROJECT).blob())).isInstanceOf(BundleReading.Loaded.class);
  }

  @Test
  void a_word_before_it_may_be_asked_for() {
    var bundle =
        loaded(
            """
            - id: business.cost-centre
              patterns: ['\\d{4}']
              after: [Kostenstelle]
              confidence: 70
              found: [Kostenstelle ⟦4711⟧]
              passed: ['4711']
            """);

    assertThat(found(bundle, "4711 Kostenstelle: 4712")).hasSize(1);
  }

  /// Each a definition, and a part of the mistake that it is.
  @Test
  void mistakes_are_shown_where_they_are() {
    mistaken("patterns: ['PRJ-(\\d']", "patterns: ['PRJ-(\\d']", 18, "a group without its `)`");
    mistaken("patterns: ['\\w+']", "patterns: ['\\w+']", 14, "`\\w`, which is not read");
    mistaken("patterns: ['a*']", "patterns: ['a*']", 12, "a pattern that matches nothing at all");
    mistaken(
        "patterns: ['(a|b){0,30}a(a|b){30}']",
        "patterns: ['(a|b){0,30}a(a|b){30}']",
        12,
        "patterns that need more than 5000 states");
    mistaken("words: [' x']", "words: [' x']", 8, "a word without spaces around it");
    mistaken("words: []", "", 0, "a label has `words`, `exact` or `patterns`");
    mistaken("words: [x]\n  found: [x]", "found: [x]", 8, "stands between `⟦` and `⟧`");
    mistaken("words: [x]\n  found: []", "found: []", 7, "at least one text");
    mistaken(
        "words: [x]\n  found: [⟦y⟧]", "found: [⟦y⟧]", 8, "label `business.a` finds otherwise: `y`");
    mistaken(
        "words: [x]\n  passed: [an x]",
        "passed: [an x]",
        9,
        "label `business.a` finds otherwise: `an ⟦x⟧`");
    mistaken("words: [x]\n  confidence: 40", "confidence: 40", 12, "an integer from 50 to 100");
  }

  @Test
  void a_name_of_another_form_is_a_mistake() {
    assertThat(mistakes("- {id: personal.project, words: [x], found: [⟦x⟧]}"))
        .contains("a label of the bundle (`business.<name>`");
    assertThat(
            mistakes(
                "- {id: business.a, words: [x], found: [⟦x⟧]}\n"
                    + "- {id: business.a, words: [y], found: [⟦y⟧]}"))
        .contains("label `business.a` is already at labels/own.yaml:1");
  }

  @Test
  void a_dictionary_has_a_bound_and_goes_up_to_it() {
    var words =
        IntStream.range(0, 5000)
            .mapToObj(i -> "w" + i * 7919L % 99_991)
            .collect(Collectors.toList());

    assertThat(loaded(dictionary(words)).labels()).contains("business.words");
    words.add("one-more");
    assertThat(mistakes(dictionary(words))).contains("5001 items, at most 5000 were expected");
  }

  @Test
  void words_that_together_need_too_much_are_refused() {
    var words =
        IntStream.range(0, 5000)
            .mapToObj(i -> Long.toString(i * 7919L % 99_991, 7) + "-and-so-on-it-goes")
            .toList();

    assertThat(mistakes(dictionary(words)))
        .contains(
            "the labels of the bundle together are patterns that need more than 50000 states");
  }

  @Test
  void a_comparison_says_what_a_label_finds_otherwise() {
    var was = loaded(PROJECT);
    var is = loaded(PROJECT.replace("Blue Harbour, ", "").replace("[ACME]", "[ACME, Umbra]"));

    assertThat(BundleDiff.of(was, is).declared())
        .extracting(change -> change.what())
        .contains(
            "no more word of label `business.project`: `Blue Harbour`",
            "new exact word of label `business.project`: `Umbra`");
  }

  private static String dictionary(List<String> words) {
    return "- id: business.words\n  words: ["
        + String.join(", ", words)
        + "]\n  found: [⟦"
        + words.getFirst()
        + "⟧]\n";
  }

  private void mistaken(String members, String line, int caret, String message) {
    String found = members.contains("found:") ? "" : "\n  found: [⟦x⟧]";
    String shown = mistakes("- id: business.a\n  " + members + found);

    assertThat(shown).contains(message);
    if (!line.isEmpty()) {
      String[] lines = shown.split("\n", -1);
      int at =
          IntStream.range(0, lines.length)
              .filter(i -> lines[i].contains(line))
              .findFirst()
              .orElseThrow();
      assertThat(lines[at + 1].indexOf('^') - lines[at].indexOf(line)).as(shown).isEqualTo(caret);
    }
  }

  private static List<Finding> found(Bundle bundle, String text) {
    Detectors detectors = BundleDetectors.of(bundle).on(Optional.empty());
    return detectors.inspect(PlainText.texts(text)).stream()
        .filter(finding -> finding.label().startsWith("business."))
        .toList();
  }

  private Bundle loaded(String labels) {
    return Folders.loaded(with(labels));
  }

  private String mistakes(String labels) {
    return switch (Bundle.read(with(labels), Detectors.known())) {
      case BundleReading.Loaded _ -> "";
      case BundleReading.Mistaken(var mistakes) ->
          mistakes.stream().map(mistake -> mistake.render()).collect(Collectors.joining("\n"));
    };
  }

  private List<BundleFile> with(String labels) {
    var all = new ArrayList<>(files);
    all.add(new BundleFile("labels/own.yaml", labels));
    return all;
  }
}
