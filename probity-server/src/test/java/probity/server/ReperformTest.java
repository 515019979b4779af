package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.asked;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.FakeProvider.toolCalls;
import static probity.server.Running.chat;
import static probity.server.Running.get;
import static probity.server.Running.post;
import static probity.server.Running.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Json;
import probity.verify.Finding;
import probity.verify.Options;
import probity.verify.Report;
import probity.verify.Trust;
import probity.verify.Verifier;

/// `verify --reperform`: what a real gateway recorded is decided again and comes out the same; a
/// past that somebody rewrote and signed again does not.
class ReperformTest {
  @TempDir private static Path shared;
  private static Path data;
  private static List<Entry> entries;

  @TempDir Path temp;

  @BeforeAll
  static void record() throws IOException {
    data = shared.resolve("data");
    try (var provider = FakeProvider.start()) {
      try (var gateway = Running.start(data, provider)) {
        calls(provider, gateway);
      }
    }
    entries = Running.verify(data);
  }

  /// One call for each way in which something is decided.
  static void calls(FakeProvider provider, Running gateway) throws IOException {
    gateway.call(chat("hi", ""));
    gateway.call(chat("write to jane@example.com", ""));
    gateway.call(chat("my card is 4111 1111 1111 1111", ""));
    gateway.call(chat("hi", "").replace("demo-small", "demo-large"));
    gateway.call(post("/elsewhere", "{}"));
    gateway.call(post("/v1/chat/completions", "{"));
    gateway.call(get("/v1/models"));
    provider.answer(json(200, toolCalls("lookup_order", "issue_refund")));
    gateway.call(chat("hi", ""));
    provider.answer(STREAM, said("write to jane@example.com "), finished("stop") + DONE + END);
    gateway.call(stream("hi"));
    provider.answer(STREAM, asked(0, "lookup_order"), finished("tool_calls") + DONE + END);
    gateway.call(stream("hi"));
    provider.answer(json(200, "{"));
    gateway.call(chat("hi", ""));
  }

  private static Report reperform(Path data) {
    var options = Options.DEFAULT.reperforming(Optional.of(new ProductReperformer()));
    return new Verifier(new Trust.Folder(), options).verify(data.resolve("ledger"));
  }

  private Report rewritten(BiFunction<String, Json.Obj, Json.Obj> change) {
    Path to = temp.resolve("rewritten");
    Rewritten.write(data, entries, to, change);
    return reperform(to);
  }

  private static List<Finding> differences(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.fault() == Fault.DECIDED_OTHERWISE)
        .toList();
  }

  @Test
  void every_decision_of_a_real_gateway_comes_out_the_same() {
    var report = reperform(data);

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary()).matches(".*; ([3-9]|[1-9][0-9]) re-performed, 0 differ");
    assertThat(report.lines())
        .contains(
            "re-performed by "
                + Product.NAME_AND_VERSION
                + " with "
                + Product.CEL
                + ", whose code decided; `interop/reperform` shares none")
        .anyMatch(line -> line.matches("apart from these: answers cut by the product, .*: 1"));
  }

  @Test
  void each_decision_of_intents_steps_and_answers_is_counted() {
    long decided =
        Stream.of("intent", "step").mapToLong(kind -> Running.bodies(entries, kind).size()).sum()
            + Running.bodies(entries, "outcome").stream()
                .filter(body -> !body.object("facts").orElseThrow().members().isEmpty())
                .mapToLong(ReperformTest::onAnswer)
                .sum();

    assertThat(reperform(data).summary()).contains(decided + " re-performed");
  }

  private static long onAnswer(Json.Obj body) {
    var decisions = Json.objects(body.items("decisions"));
    var last = body.object("facts").flatMap(facts -> facts.object("labels"));
    boolean among = !decisions.isEmpty() && decisions.getLast().object("labels").equals(last);
    return decisions.size() + (among ? 0L : 1L);
  }

  @Test
  void a_ledger_that_was_only_copied_is_clean() {
    var report = rewritten((_, body) -> body);

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary()).contains(" re-performed, 0 differ");
  }

  @Test
  void a_refusal_that_was_turned_into_a_permission_is_found_with_its_place() {
    var report =
        rewritten((kind, body) ->
            kind.equals("intent") && body.text("rule").equals(Optional.of("no-cards-to-the-model"))
                ? Rewritten.with(body, "verdict", Json.of("permit"))
                : body);

    assertThat(report.summary()).startsWith("NOT VERIFIED: 1 finding; ").endsWith("1 differs");
    var finding = differences(report).getFirst();
    assertThat(finding.toString())
        .startsWith("DECIDED_OTHERWISE " + Running.TRAFFIC + "/tile/entries/000.p/")
        .contains(" entry ")
        .endsWith("`verdict` is \"permit\", decided again it is \"refuse\"");
  }

  @Test
  void facts_without_what_was_found_do_not_give_the_refusal_any_more() {
    var report =
        rewritten((kind, body) ->
            kind.equals("intent") && body.text("rule").equals(Optional.of("no-cards-to-the-model"))
                ? Rewritten.with(
                    Rewritten.with(body, "findings", new Json.Arr(List.of())),
                    "facts",
                    Rewritten.with(
                        body.object("facts").orElseThrow(), "labels", Json.object().build()))
                : body);

    assertThat(differences(report)).hasSize(1);
    assertThat(differences(report).getFirst().detail()).contains("`verdict` is \"refuse\"");
  }

  @Test
  void facts_that_are_not_those_of_their_entry_are_found() {
    var report =
        rewritten((kind, body) ->
            kind.equals("step")
                ? Rewritten.with(
                    body,
                    "facts",
                    Rewritten.with(body.object("facts").orElseThrow(), "caller", Json.of("other")))
                : body);

    assertThat(differences(report))
        .hasSize(Running.bodies(entries, "step").size())
        .allMatch(finding -> finding.detail().contains("`facts.caller`"));
  }

  @Test
  void an_answer_whose_masking_is_not_stated_is_found() {
    var report =
        rewritten((kind, body) ->
            kind.equals("outcome")
                ? Rewritten.with(body, "decisions", new Json.Arr(List.of()))
                : body);

    assertThat(differences(report)).isNotEmpty();
    assertThat(differences(report).getFirst().detail()).contains("`decisions` does not state it");
  }

  @Test
  void a_delivered_answer_without_its_decision_is_found() {
    var report =
        rewritten((kind, body) ->
            kind.equals("outcome") && body.text("ending").equals(Optional.of("delivered"))
                ? Rewritten.with(body, "facts", Json.object().build())
                : body);

    assertThat(report.findings().getFirst().toString())
        .startsWith("MISSING ")
        .contains("no decision on it is recorded");
    assertThat(report.summary()).contains(" not re-performed");
  }

  @Test
  void a_fact_that_this_program_does_not_know_is_not_passed_over() {
    var report =
        rewritten((kind, body) ->
            kind.equals("step")
                ? Rewritten.with(
                    body,
                    "facts",
                    Rewritten.with(body.object("facts").orElseThrow(), "mood", Json.of("good")))
                : body);

    assertThat(report.findings().getFirst().detail()).contains("knows no fact `mood`");
  }

  @Test
  void without_the_bundle_nothing_can_be_decided_again() throws IOException {
    Path copy = temp.resolve("copy");
    Rewritten.write(data, entries, copy, (_, body) -> body);
    String digest = Running.bodies(entries, "bundle").getFirst().text("digest").orElseThrow();
    Files.delete(copy.resolve("ledger/records/blob").resolve(digest));

    var report = reperform(copy);

    assertThat(report.findings().stream().map(Finding::toString))
        .anyMatch(line -> line.endsWith("the bundle `" + digest + "` is not in this folder"));
    assertThat(report.summary()).contains("; 0 re-performed, 0 differ, ");
  }

  @Test
  void another_release_is_named_and_counted_apart() {
    var report =
        rewritten((kind, body) ->
            kind.equals("step")
                ? Rewritten.with(
                    body,
                    "engine",
                    Rewritten.with(
                        body.object("engine").orElseThrow(), "cel", Json.of("dev.cel/0.1.0")))
                : body);

    assertThat(report.findings()).isEmpty();
    assertThat(report.lines())
        .anyMatch(line ->
            line.startsWith("apart from these: entries decided by ")
                && line.contains("dev.cel/0.1.0")
                && line.endsWith(": " + Running.bodies(entries, "step").size()));
  }

  @Test
  void decisions_by_an_old_bundle_and_by_a_new_one_are_each_decided_by_their_own()
      throws IOException {
    Path both = temp.resolve("both");
    Path bundle = temp.resolve("bundle");
    copy(Running.BUNDLE, bundle);
    try (var provider = FakeProvider.start()) {
      var config =
          Running.config(
              both, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
      try (var gateway = Running.start(config)) {
        assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
      }
      Path rules = bundle.resolve("rules/all.yaml");
      Files.writeString(
          rules,
          Files.readString(rules)
              .replace("model == 'demo-small'", "model == 'demo-large'")
              .replace("model: demo-small", "model: demo-large"));
      try (var gateway = Running.start(config.with(bundle))) {
        assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(403);
      }
    }

    var report = reperform(both);

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary()).endsWith("; 3 re-performed, 0 differ");
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) Files.createDirectories(target);
        else Files.copy(file, target);
      }
    }
  }
}
