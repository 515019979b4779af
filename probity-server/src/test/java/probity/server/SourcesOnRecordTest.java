package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// What the record of a request says of the documents that its text came from.
class SourcesOnRecordTest {
  private static final String PAYROLL = text(1);

  @TempDir private Path data;
  @TempDir private Path documents;
  @TempDir private Path others;
  @TempDir private Path folder;

  private FakeProvider provider;
  private Running server;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    Files.writeString(documents.resolve("payroll.md"), PAYROLL);
    add();
    server = running(Running.BUNDLE);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
  }

  @Test
  void the_intent_names_document_version_method_score_and_index() throws Exception {
    var reply = server.call(Running.chat("How many days? " + PAYROLL, ""));

    var intent = server.entry("intent", reply.record());
    assertThat(intent.items("sources"))
        .containsExactly(
            Json.object()
                .put("method", "fingerprint")
                .put("score", 100)
                .put("source", "hr/payroll.md")
                .put("version", 1)
                .build());
    assertThat(intent.text("source_index").orElseThrow()).hasSize(64);
    assertThat(intent.number("sources_omitted")).contains(0L);
    var facts = intent.object("facts").orElseThrow();
    assertThat(facts.items("sources")).containsExactly(Json.of("hr/payroll.md"));
    assertThat(facts.number("unattributed").orElseThrow()).isBetween(1L, 10L);
  }

  @Test
  void a_document_shows_the_decisions_and_a_decision_its_documents() throws Exception {
    var reply = server.call(Running.chat(PAYROLL, ""));
    server.call(Running.chat(text(2), ""));
    Running.await(
        () -> Commands.run("find", "--data", data.toString()).out().contains("2 of 2 records"));

    var show = Commands.run("sources", "show", "hr/payroll.md", "--data", data.toString());
    var found = Commands.run("find", "--source", "hr/payroll.md", "--data", data.toString());
    var record = Commands.run("show", reply.record(), "--data", data.toString());

    assertThat(show.out()).contains(reply.record(), "1 of 1 records");
    assertThat(found.out()).contains(reply.record(), "1 of 1 records");
    assertThat(record.out()).contains("hr/payroll.md");
  }

  @Test
  void a_request_with_text_of_its_own_names_none() throws Exception {
    var reply = server.call(Running.chat(text(2), ""));

    var intent = server.entry("intent", reply.record());
    assertThat(intent.items("sources")).isEmpty();
    assertThat(intent.object("facts").orElseThrow().number("unattributed")).contains(100L);
  }

  @Test
  void a_running_gateway_takes_the_next_index() throws Exception {
    Files.writeString(documents.resolve("payroll.md"), text(3));
    add();
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    List<Json> sources = List.of();
    while (sources.isEmpty() && System.nanoTime() < until) {
      Thread.sleep(500);
      var reply = server.call(Running.chat(text(3), ""));
      sources = server.entry("intent", reply.record()).items("sources");
    }

    assertThat(sources).hasSize(1);
    assertThat(((Json.Obj) sources.getFirst()).number("version")).contains(2L);
  }

  @Test
  void a_rule_bounds_what_no_document_explains_and_names_documents() throws Exception {
    server.close();
    server = running(bundle());

    var explained = server.call(Running.chat(PAYROLL, ""));
    var unexplained = server.call(Running.chat(PAYROLL.substring(0, 300) + text(4), ""));

    assertThat(explained.status()).isEqualTo(200);
    assertThat(unexplained.status()).isEqualTo(403);
    assertThat(unexplained.body()).contains("too much of this comes from nowhere");
  }

  @Test
  void a_document_behind_more_than_a_fact_holds_is_not_hidden_from_a_rule() throws Exception {
    server.close();
    String markers = known(64);
    server = running(bundle());
    int before = provider.requests().size();

    var reply = server.call(Running.chat(markers + "[src hr/payroll.md#1]", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("too-many-sources");
    assertThat(provider.requests()).hasSize(before);
    var intent = server.entry("intent", reply.record());
    assertThat(intent.object("facts").orElseThrow().items("sources")).hasSize(64);
    assertThat(intent.number("sources_omitted")).contains(1L);
    var outcome = server.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains("refused");
    assertThat(outcome.text("detail")).contains("too-many-sources");
  }

  @Test
  void as_many_as_a_fact_holds_are_decided_by_the_rule() throws Exception {
    server.close();
    String markers = known(63);
    server = running(bundle());

    var reply = server.call(Running.chat(markers + "[src hr/payroll.md#1]", ""));

    assertThat(reply.body()).contains("too much of this comes from nowhere");
  }

  @Test
  void where_no_rule_asks_for_documents_those_beyond_are_only_counted() throws Exception {
    server.close();
    String markers = known(64);
    server = running(Running.BUNDLE);

    var reply = server.call(Running.chat(markers + "[src hr/payroll.md#1]", ""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(server.entry("intent", reply.record()).number("sources_omitted")).contains(1L);
  }

  /// Adds documents whose ids stand before `hr/`, and gives markers of them.
  private String known(int count) throws IOException {
    var markers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Files.writeString(others.resolve(i + ".md"), text(100 + i));
      markers.append("[src a/").append(i).append(".md] ");
    }
    add(others, "a/");
    return markers.toString();
  }

  /// The bundle of the tests with one more rule.
  private Path bundle() throws IOException {
    try (Stream<Path> files = Files.walk(Running.BUNDLE)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve(Running.BUNDLE.relativize(file).toString());
        if (Files.isDirectory(file)) Files.createDirectories(to);
        else Files.copy(file, to);
      }
    }
    Files.writeString(
        folder.resolve("rules").resolve("sources.yaml"),
        """
        - id: from-known-documents
          requirement: R-1
          controls: ["test:1"]
          owner: tester
          risk: R-1
          on: request
          when: "unattributed > 50 && sources.exists(s, s.startsWith('hr/'))"
          then: refuse
          reason: too much of this comes from nowhere
          tests:
            - {name: half, given: {unattributed: 51, sources: [hr/a]}, expect: refuse}
            - {name: less, given: {unattributed: 50, sources: [hr/a]}, expect: none}
        """);
    return folder;
  }

  private Running running(Path bundle) {
    return Running.start(
        Running.config(
                data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
            .with(bundle));
  }

  private void add() {
    add(documents, "hr/");
  }

  private void add(Path from, String prefix) {
    var run =
        Commands.run(
            "sources",
            "add",
            from.toString(),
            "--data",
            data.toString(),
            "--id-prefix",
            prefix,
            "--owner",
            "payroll",
            "--classification",
            "restricted",
            "--licence",
            "internal",
            "--retention",
            "P3Y");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  private static String text(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      for (int letters = 3 + random.nextInt(7); letters > 0; letters--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString().strip();
  }
}
