package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Entry;
import probity.ledger.Json;

/// `policy replay`: what a real gateway recorded, decided by a candidate bundle.
class ReplayTest {
  @TempDir private static Path shared;
  private static Path data;
  private static List<Entry> entries;

  @TempDir Path temp;
  private Path candidate = Path.of("unused");

  @BeforeAll
  static void record() throws IOException {
    data = shared.resolve("data");
    try (var provider = FakeProvider.start()) {
      try (var gateway = Running.start(data, provider)) {
        ReperformTest.calls(provider, gateway);
      }
    }
    entries = Running.verify(data);
  }

  @BeforeEach
  void copyTheBundle() throws IOException {
    candidate = temp.resolve("candidate");
    ReperformTest.copy(Running.BUNDLE, candidate);
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = candidate.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  /// A rule beside those of the bundle.
  private void add(String on, String when, String then) throws IOException {
    String rule =
        """

        - id: another-rule
          requirement: R-1
          controls: ["test:1"]
          owner: tester
          risk: R-1
          on: %s
          when: "%s"
          then: %s
          reason: the candidate says so
          tests:
            - {name: a, given: {}, expect: %s}
            - {name: b, given: {}, expect: none}
        """
            .formatted(on, when, then, then.lines().findFirst().orElseThrow());
    Path rules = candidate.resolve("rules/all.yaml");
    Files.writeString(rules, Files.readString(rules) + rule);
  }

  private List<String> replay(String... more) {
    var words = new ArrayList<>(List.of("policy", "replay", candidate.toString()));
    words.addAll(List.of("--ledger", data.resolve("ledger").toString()));
    words.addAll(Arrays.asList(more));
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return out.toString().lines().toList();
  }

  private static List<String> records(String verdict) {
    return Running.bodies(entries, "intent").stream()
        .filter(body -> body.text("verdict").orElse("").equals(verdict))
        .map(body -> body.text("exchange").orElseThrow())
        .toList();
  }

  @Test
  void the_bundle_that_was_in_force_changes_nothing() {
    assertThat(replay().getLast()).matches("[0-9]+ decisions of 11 records, 0 change");
  }

  @Test
  void what_a_stricter_candidate_would_refuse_is_counted_and_shown() throws IOException {
    add("request", "route == 'chat' && stream", "refuse");

    var lines = replay();

    assertThat(lines).contains("permit to refuse: 2", "  by rule    another-rule 2");
    assertThat(lines).contains("  by caller  support-bot 2", "  by route   chat 2");
    var shown = lines.stream().filter(line -> line.startsWith("  records ")).toList();
    assertThat(shown).hasSize(1);
    assertThat(shown.getFirst().split(" +"))
        .hasSize(2 + 2)
        .allMatch(
            word -> word.isEmpty() || word.equals("records") || records("permit").contains(word));
    assertThat(lines.getLast()).endsWith(", 2 change");
  }

  @Test
  void what_a_wider_candidate_would_permit_names_the_rule_that_refused() throws IOException {
    edit("rules/all.yaml", "model == 'demo-small'", "model in ['demo-small', 'demo-large']");

    assertThat(replay())
        .contains("refuse to permit: 1", "  by rule    probity/default 1")
        .last()
        .asString()
        .endsWith(", 1 changes");
  }

  @Test
  void an_answer_that_would_not_be_masked_any_more_has_other_obligations() throws IOException {
    edit("rules/all.yaml", "id: mask-email-in-answers", "id: mask-less");
    edit(
        "rules/all.yaml",
        "on: response\n  when: \"'personal.email' in labels\"",
        "on: response\n  when: \"'personal.email' in labels && route == 'files'\"");

    assertThat(replay()).contains("other obligations: 1", "  by rule    mask-email-in-answers 1");
  }

  @Test
  void a_rule_under_another_name_that_masks_the_same_changes_nothing() throws IOException {
    edit("rules/all.yaml", "id: mask-email-in-answers", "id: mask-mail-in-answers");

    assertThat(replay().getLast()).endsWith(", 0 change");
  }

  @Test
  void a_probe_that_was_not_asked_is_named_where_its_answer_matters() throws IOException {
    edit(
        "bundle.yaml",
        "routes:\n",
        """
        probes:
          - {id: secret-project, on: request, places: [user], contains: [falcon]}
        routes:
        """);
    add("request", "probes['secret-project'] && route == 'chat'", "refuse");

    var lines = replay();

    long open =
        Running.bodies(entries, "intent").stream()
            .filter(body -> body.text("verdict").orElse("").equals("permit"))
            .filter(body -> body.text("route").orElse("").equals("chat"))
            .count();
    // A request that another rule refuses first would be refused by another rule or reason; one
    // that the default refuses would be refused otherwise: that too is another decision.
    assertThat(lines)
        .anyMatch(line ->
            line.matches(
                "probe `secret-project` was not asked then: [0-9]+ decisions cannot be replayed"
                    + " exactly"));
    assertThat(open).isPositive();
    assertThat(lines.getLast()).contains(" not exactly");
    assertThat(lines).noneMatch(line -> line.startsWith("permit to refuse"));
  }

  @Test
  void a_label_that_was_not_looked_for_is_named() throws IOException {
    edit("bundle.yaml", "labels: [", "labels: [payment.iban, ");
    add("request", "'payment.iban' in labels", "refuse");

    assertThat(replay())
        .anyMatch(line -> line.startsWith("label `payment.iban` was not looked for then: "));
  }

  @Test
  void a_counter_that_was_not_kept_is_named() throws IOException {
    edit(
        "bundle.yaml",
        "routes:\n",
        "counters:\n  - {id: calls, counts: requests, per: [caller], window: 60s}\nroutes:\n");
    add("request", "route == 'models'", "limit\n  counter: calls\n  max: 3");

    assertThat(replay())
        .contains("counter `calls` was not counted then: 1 decision cannot be replayed exactly");
  }

  @Test
  void the_period_and_the_routes_bound_what_is_replayed() {
    assertThat(replay("--until", "2026-11-25").getLast())
        .isEqualTo("0 decisions of 0 records, 0 change");
    assertThat(replay("--from", "2026-11-25T09:00", "--route", "models").getLast())
        .isEqualTo("2 decisions of 1 record, 0 change");
  }

  @Test
  void machines_get_the_same_as_json() throws IOException {
    add("request", "route == 'chat' && stream", "refuse");
    Path json = temp.resolve("replay.json");

    replay("--json", json.toString());

    Json.Obj read = Json.parseCanonicalObject(Files.readString(json).strip()).orThrow();
    var change =
        read.object("changes").flatMap(changes -> changes.object("permit-to-refuse")).orElseThrow();
    assertThat(change.number("decisions")).contains(2L);
    assertThat(change.object("rules").orElseThrow().number("another-rule")).contains(2L);
    assertThat(change.items("records")).hasSize(2);
  }

  @Test
  void a_time_that_is_none_is_a_wrong_command_line() {
    int status =
        Main.commandLine()
            .setErr(new PrintWriter(new StringWriter()))
            .execute(
                "policy", "replay", candidate.toString(), "--ledger", "x", "--from", "yesterday");

    assertThat(status).isEqualTo(2);
  }
}
