package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Facts;

class CanariesTest {
  private static final String RULES =
      """
      - &
        id: mask
        on: request
        when: "'personal.email' in labels"
        then: redact
        labels: [personal.email]
        tests:
          - {name: there, given: {labels: {personal.email: 90}}, expect: redact}
          - {name: not there, given: {}, expect: none}
      - &
        id: no-refunds
        on: tool
        when: tool == 'issue_refund'
        then: refuse
        reason: a person does it
        tests:
          - {name: refund, given: {tool: issue_refund}, expect: refuse}
          - {name: other, given: {}, expect: none}
      """
          .replace(
              "- &\n",
              "- requirement: REQ-1\n  controls: [\"42001:A.9.4\"]\n  owner: lead\n  risk: R-1\n");

  private static final String MASKED =
      """
      - id: masks-mail
        requirement: REQ-1
        controls: ["42001:A.9.2"]
        route: chat
        roles: [support]
        every: 15m
        request: '{"model":"demo-small","messages":[{"role":"user","content":"jane@example.com"}]}'
        answer: understood
        expect: {on: request, verdict: permit, rule: mask, redacted: [personal.email], planted: [jane@example.com]}
      """;

  private static final String REFUND =
      """
      - id: no-refund
        requirement: REQ-1
        controls: ["42001:A.9.3"]
        route: chat
        every: 1d
        request: '{"model":"demo-small","messages":[]}'
        calls: {tool: issue_refund, arguments: '{"order":"1"}'}
        expect: {on: tool, verdict: refuse, rule: no-refunds}
      """;

  private static BundleReading read(String canaries, BundleFile... others) {
    var files = new ArrayList<>(Folders.files(Folders.CASES.resolve("ground")));
    files.add(new BundleFile("rules/rules.yaml", RULES));
    files.add(new BundleFile("canaries/all.yaml", canaries));
    files.addAll(List.of(others));
    return Bundle.read(files, Folders.KNOWN_LABELS);
  }

  private static List<Canary> loaded(BundleReading reading) {
    assertThat(reading).isInstanceOf(BundleReading.Loaded.class);
    return ((BundleReading.Loaded) reading).bundle().canaries();
  }

  private static List<String> mistakes(BundleReading reading) {
    assertThat(reading).isInstanceOf(BundleReading.Mistaken.class);
    return ((BundleReading.Mistaken) reading)
        .mistakes().stream().map(mistake -> mistake.render()).toList();
  }

  @Test
  void a_bundle_has_those_of_its_files_and_its_blob_too() {
    var reading = read(MASKED + REFUND);
    var canaries = loaded(reading);

    assertThat(canaries).extracting(Canary::id).containsExactly("masks-mail", "no-refund");
    assertThat(canaries.getFirst().every()).isEqualTo(Duration.ofMinutes(15));
    assertThat(canaries.getFirst().caller()).isEqualTo("probity.canary.masks-mail");
    assertThat(canaries.getFirst().method()).isEqualTo("POST");
    assertThat(canaries.getFirst().expected().redacted()).containsExactly("personal.email");
    assertThat(canaries.getLast().expected().on()).isEqualTo(Facts.Phase.TOOL);
    assertThat(canaries.getLast().answer().tool()).isEqualTo("issue_refund");
    var blob = ((BundleReading.Loaded) reading).bundle().blob();
    assertThat(loaded(Bundle.fromBlob(blob))).isEqualTo(canaries);
  }

  @Test
  void an_environment_changes_and_adds_some() {
    var overlay =
        new BundleFile(
            "overlays/staging.yaml",
            "canaries:\n  - {id: masks-mail, every: 1h}\n" + REFUND.indent(2));

    var canaries = loaded(read(MASKED, overlay));

    assertThat(canaries).extracting(Canary::id).containsExactly("masks-mail", "no-refund");
    assertThat(canaries.getFirst().every()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          route: chat | route: chatt | unknown route `chatt`
          every: 15m | every: 4m | a duration from `5m` to `31d` was expected
          every: 15m | every: 32d | a duration from `5m` to `31d` was expected
          id: masks-mail | id: masks_mail | an id (`[a-z0-9][a-z0-9.-]*`, at most 48 characters)
          REQ-1 | REQ-2 | unknown requirement `REQ-2`
          [support] | [boss] | unknown role `boss`
          rule: mask, | rule: masks, | unknown rule `masks`
          on: request | on: response | is one on: request
          verdict: permit | verdict: refused | one of `refuse`, `permit` was expected
          [personal.email] | [payment.card] | unknown label that the rule masks `payment.card`
          redacted: [personal.email], | route: chat, | so `redacted` was expected
          [jane@example.com] | [john@example.com] | it does not stand in the canary's request or answer
          [jane@example.com] | [jan] | a planted text of 4 characters or more was expected
          """)
  void what_it_names_must_be_declared_and_what_it_expects_possible(
      String text, String changed, String mistake) {
    assertThat(MASKED).contains(text);

    assertThat(mistakes(read(MASKED.replace(text, changed))))
        .anyMatch(shown -> shown.contains(mistake));
  }

  @Test
  void a_decision_never_rests_on_a_rule_of_the_other_kind() {
    assertThat(mistakes(read(REFUND.replace("verdict: refuse", "verdict: permit"))))
        .anyMatch(shown ->
            shown.contains("a decision to permit never rests on a rule that does `refuse`"));
  }

  @Test
  void a_decision_on_a_tool_call_needs_one() {
    assertThat(mistakes(read(REFUND.replaceAll("calls: .*", "answer: no"))))
        .anyMatch(shown -> shown.contains("needs an answer that `calls` one"));
  }

  @Test
  void two_of_one_id_are_a_mistake() {
    assertThat(mistakes(read(REFUND + REFUND)))
        .anyMatch(shown -> shown.contains("canary `no-refund` is already at canaries/all.yaml:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jane@example.com",
        "j.doe+x@mail.example.org",
        "a@b.test",
        "4111 1111 1111 1111",
        "4242-4242-4242-4242",
        "1234567890123",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819"
      })
  void synthetic_data_may_stand_in_it(String text) {
    assertThat(Synthetic.objection("call " + text + " now")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jane@example.co",
        "jane@notexample.com",
        "JANE@GMAIL.COM",
        "j@example.com.evil.io",
        "4539 1488 0343 6467",
        "DE44 5001 0517 5407 3249 31",
        "nl02abna0123456789"
      })
  void what_may_be_somebodys_is_refused_and_not_shown(String text) {
    assertThat(Synthetic.objection("call " + text + " now"))
        .hasValueSatisfying(sentence -> assertThat(sentence).doesNotContain(text));
    var canary = MASKED.replace("understood", "'" + text + "'");
    assertThat(mistakes(read(canary))).anyMatch(shown -> shown.contains("synthetic data alone"));
  }
}
