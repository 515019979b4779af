package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of a running gateway, got over real sockets as a browser gets them.
class TrafficConsoleTest {
  @TempDir private Path data;
  private final ReviewGateway.Hands clock = new ReviewGateway.Hands();
  private FakeProvider provider;
  private Running gateway;
  private TrafficVisitor visitor;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    gateway = Running.start(ReviewGateway.config(data, provider, clock), clock);
    visitor = TrafficVisitor.of(gateway);
  }

  @AfterEach
  void stop() throws IOException {
    visitor.close();
    gateway.close();
    provider.close();
  }

  private HttpResponse<String> ask(String path) {
    return visitor.ask(path, "ada");
  }

  private String get(String path) {
    return visitor.get(path);
  }

  private String permitted() throws Exception {
    return indexed(gateway.call(Running.chat("when do you open", "")).record());
  }

  private String held() throws Exception {
    return indexed(gateway.call(Running.chat("Write to ada@example.com", "")).record());
  }

  /// Waits until the index has the record's outcome.
  private String indexed(String record) throws InterruptedException {
    Running.await(() -> {
      var answer = ask("/records/" + record);
      return answer.statusCode() == 200 && !answer.body().contains("None is published yet");
    });
    return record;
  }

  @Test
  void whoever_is_not_signed_in_sees_nothing() throws Exception {
    String record = permitted();

    for (String path :
        List.of("/records", "/records/" + record, "/entries/records/0/note", "/health")) {
      var answer = visitor.ask(path, "nobody");
      assertThat(answer.statusCode()).as(path).isEqualTo(303);
      assertThat(answer.body()).doesNotContain(record);
    }
  }

  @Test
  void records_are_found_by_what_was_decided_and_counted_by_it() throws Exception {
    String permitted = permitted();
    String held = held();

    String all = get("/records");
    String refused = get("/records?verdict=refuse");

    assertThat(all).contains("2 records, the newest first", permitted, held);
    assertThat(all).contains("/records?verdict=refuse", "/records?label=personal.email");
    assertThat(refused).contains("1 record, the newest first", held).doesNotContain(permitted);
    assertThat(get("/records?verdict=refuse&rule=all-may")).contains("No published record");
    assertThat(get("/records?from=2999-01-01")).contains("No published record");
  }

  @Test
  void a_records_page_says_what_was_decided_and_by_which_rule_text() throws Exception {
    String page = get("/records/" + held());

    assertThat(page)
        .contains("the request was refused by")
        .contains("requests about a person are read by a person first")
        .contains("'personal.email' in labels", "hold until queue “desk” grants it")
        .contains("/messages/0/content")
        .contains("Nothing went to the provider.")
        .doesNotContain("ada@example.com");
  }

  @Test
  void the_proof_that_is_kept_from_a_page_verifies_offline() throws Exception {
    String page = get("/records/" + permitted());
    var paths =
        Pattern.compile("href=\"(/entries/[a-z0-9.-]+/[0-9]+)/proof\"").matcher(page).results();

    var places = paths.map(found -> found.group(1)).toList();

    assertThat(places).hasSize(2);
    for (String place : places) {
      var proof = Files.writeString(data.resolve("one.tlog-proof"), get(place + "/proof"));
      var entry = Files.writeString(data.resolve("one.entry"), get(place + "/note"));
      var said = new ByteArrayOutputStream();
      try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
        int status =
            probity.verify.Main.run(
                List.of(
                    "proof",
                    proof.toString(),
                    "--entry",
                    entry.toString(),
                    "--trust",
                    data.resolve("trust").toString()),
                out,
                out);
        assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
      }
    }
  }

  @Test
  void what_waits_for_a_person_is_listed_with_its_record() throws Exception {
    assertThat(get("/reviews")).contains("Nothing waits for a person.");

    String held = held();

    assertThat(get("/reviews"))
        .contains("/records/" + held, "a caller waits", "desk", "people-first");
  }

  @Test
  void the_bundle_in_force_names_who_signed_it_and_the_entry_that_says_so() throws Exception {
    String page = get("/bundles");
    var entry = Pattern.compile("href=\"(/entries/[0-9a-f]{64})\"").matcher(page);

    assertThat(page).contains("signed by author and approver", "a.author", "an.approver");
    assertThat(entry.find()).isTrue();
    // It is published a moment after it was written.
    Running.await(() -> ask(entry.group(1)).statusCode() == 303);
    String place = ask(entry.group(1)).headers().firstValue("location").orElse("");
    assertThat(place).matches("/entries/records/[0-9]+");
    assertThat(get(place)).contains("Download the proof", "As it stands in the log");
  }

  @Test
  void a_bundle_shows_its_requirements_and_rules() {
    String page = get("/bundles");
    var bundle = Pattern.compile("href=\"(/bundles/[0-9a-f]{64})\"").matcher(page);

    assertThat(bundle.find()).isTrue();
    assertThat(get(bundle.group(1))).contains("id=\"rule-people-first\"", "href=\"#rule-all-may\"");
  }

  @Test
  void the_ledgers_health_names_each_log_with_its_head() throws Exception {
    permitted();

    String page = get("/health");

    assertThat(page)
        .contains("The ledger is written, sealed and published.")
        .contains("<h3>records</h3>", "<h3>traffic-")
        .contains("No witness is configured", "no witnesses", "No copy is configured");
  }

  @Test
  void what_nobody_could_mean_finds_no_page_and_breaks_nothing() {
    for (String path :
        List.of(
            "/records/x",
            "/records/01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "/records?id=%27%20OR%201=1",
            "/entries/records/999999",
            "/entries/..%2F/0",
            "/entries/records/-1",
            "/entries/" + "0".repeat(64),
            "/bundles/" + "0".repeat(64),
            "/bundles/%2e%2e%2f",
            "/sources/document?id=none")) {
      assertThat(ask(path).statusCode()).as(path).isIn(400, 404);
    }
    String odd =
        get("/records?verdict=%27;DROP%20TABLE%20records&before=x&from=never&label=%3Cscript%3E");
    assertThat(odd).contains("No published record").doesNotContain("<script>");
  }

  @Test
  void an_index_that_must_be_made_anew_is_said_to_be_so() throws Exception {
    permitted();
    try (var database =
            java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("index.db"));
        var statement = database.createStatement()) {
      statement.execute("PRAGMA user_version = 999");
    }

    var answer = ask("/records");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("reindex");
    assertThat(get("/health")).contains("The index cannot be read");
  }
}
