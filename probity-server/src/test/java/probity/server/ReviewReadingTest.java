package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.TrafficLog;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.GrantStatement.Verdict;
import probity.review.Reviews;
import probity.server.ReviewGateway.Desk;
import probity.server.ReviewGateway.Hands;
import probity.server.person.PersonKey;

/// What reviewers read, where it lies, and that the ledger says so.
class ReviewReadingTest {
  private static final String CARD = "pay with 4111 1111 1111 1111";

  @TempDir private Path data;
  private final Hands clock = new Hands();
  private FakeProvider provider;
  private Running server;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    start(Reviews.Settings.STANDARD);
  }

  private void start(Reviews.Settings settings) throws IOException {
    server = Running.start(ReviewGateway.config(data, provider, clock, settings), clock);
  }

  private void restart(Reviews.Settings settings) throws IOException {
    server.close();
    start(settings);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
  }

  private Desk desk(PersonKey key) {
    return new Desk(server.controlClient(), clock, key);
  }

  private Desk quality() {
    return desk(ReviewGateway.QUALITY);
  }

  /// What is kept of a record, once so many parts of content are.
  private Json.Obj record(Desk desk, String exchange, int parts) throws InterruptedException {
    Running.await(() -> desk.record(exchange).items("content").size() == parts);
    return desk.record(exchange);
  }

  private static Json.Obj part(Json.Obj record, String name) {
    return Json.objects(record.items("content")).stream()
        .filter(part -> part.text("part").equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Json.Obj part) {
    byte[] bytes = Base64.getDecoder().decode(part.text("base64").orElseThrow());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String withheld(String kind, String exchange, String field) {
    var log = server.entries(TrafficLog.folder("standard", clock.millis()));
    return Running.bodies(log, kind).stream()
        .filter(body -> body.text("exchange").equals(Optional.of(exchange)))
        .flatMap(body -> Json.objects(body.items("withheld")).stream())
        .filter(one -> one.text("field").equals(Optional.of(field)))
        .flatMap(one -> one.text("digest").stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void content_is_kept_byte_for_byte_and_proven_by_the_digests_on_the_entries() throws Exception {
    var reply = server.call(Running.chat(CARD, ""));
    assertThat(reply.status()).isEqualTo(200);

    var record = record(quality(), reply.record(), 2);

    var request = part(record, "request");
    assertThat(text(request)).isEqualTo(Running.question(CARD, ""));
    assertThat(request.text("commitment")).contains(withheld("intent", reply.record(), "request"));
    var answer = part(record, "answer");
    assertThat(text(answer)).isEqualTo(FakeProvider.completion("hello"));
    assertThat(answer.text("commitment")).contains(withheld("outcome", reply.record(), "answer"));
    for (var one : List.of(request, answer)) {
      assertThat(one.get("proven")).contains(Json.of(true));
      assertThat(one.get("whole")).contains(Json.of(true));
    }
    var told = Json.objects(record.items("items")).getFirst().object("case").orElseThrow();
    assertThat(told.object("facts").flatMap(facts -> facts.object("labels")))
        .hasValueSatisfying(labels -> assertThat(labels.number("payment.card")).isPresent());
  }

  @Test
  void of_a_stream_is_kept_what_came_from_the_provider() throws Exception {
    String[] parts = {
      FakeProvider.STREAM,
      FakeProvider.said("Hel"),
      FakeProvider.said("lo"),
      FakeProvider.finished("stop"),
      FakeProvider.DONE,
      FakeProvider.END
    };
    provider.answer(parts);

    var reply = server.call(Running.stream(CARD));

    var answer = part(record(quality(), reply.record(), 2), "answer");
    assertThat(text(answer)).contains("Hel").contains("[DONE]");
    assertThat(answer.get("proven")).contains(Json.of(true));
    assertThat(answer.text("commitment")).contains(withheld("outcome", reply.record(), "answer"));
  }

  @Test
  void a_route_that_keeps_nothing_has_nothing_kept() throws Exception {
    var reply = server.call(Running.post("/bare/chat", Running.question("Hello", "")));

    var record = quality().record(reply.record());

    assertThat(record.items("content")).isEmpty();
    assertThat(Json.objects(record.items("items")).getFirst().text("rule").orElse(""))
        .contains("sample");
  }

  @Test
  void every_reading_is_an_entry_and_there_are_sixty_a_minute() throws Exception {
    String exchange = server.call(Running.chat(CARD, "")).record();
    record(quality(), exchange, 2);
    clock.forward(Duration.ofSeconds(61));
    int before = accesses().size();

    for (int i = 0; i < 60; i++) quality().record(exchange);
    var refused = quality().read("/v1/reviews/" + exchange);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(accesses()).hasSize(before + 60);
    var access = accesses().getLast();
    assertThat(access.text("person")).contains("q.quality");
    assertThat(access.text("exchange")).contains(exchange);
    assertThat(access.items("read"))
        .containsExactly(new Json.Str("request"), new Json.Str("answer"), new Json.Str("case"));
  }

  private List<Json.Obj> accesses() {
    return Running.bodies(server.entries("records"), "access");
  }

  @Test
  void only_enrolled_people_of_the_role_read() throws Exception {
    String exchange = server.call(Running.chat(CARD, "")).record();
    String path = "/v1/reviews/" + exchange;

    assertThat(server.controlClient().get(path).status()).isEqualTo(401);
    assertThat(desk(ReviewGateway.STRANGER).read(path).status()).isEqualTo(401);
    assertThat(quality().read(path, UtcTime.text(clock.millis() - 61_000)).status()).isEqualTo(401);
    assertThat(desk(ReviewGateway.REVIEWER).read(path).status()).isEqualTo(404);
    assertThat(desk(ReviewGateway.AUTHOR).list()).isEmpty();
    assertThat(quality().list()).hasSize(1);
    assertThat(accesses()).isEmpty();
  }

  @Test
  void what_is_queued_for_afterwards_is_looked_at_once() throws Exception {
    String exchange = server.call(Running.chat(CARD, "")).record();
    var record = quality().record(exchange);
    assertThat(Json.objects(record.items("items")).getFirst().get("held")).contains(Json.of(false));

    var answer = quality().decide(record, Verdict.LOOKED, "nothing wrong with it");

    assertThat(answer.status()).as(answer.body().utf8()).isEqualTo(200);
    assertThat(quality().list().getFirst().text("state")).contains("looked");
    var grant = Running.bodies(server.entries("records"), "grant").getFirst();
    assertThat(grant.text("verdict")).contains("looked");
    assertThat(grant.text("finding")).contains("ok");
    assertThat(quality().decide(record, Verdict.LOOKED, "once more").status()).isEqualTo(409);
    assertThat(quality().record(exchange).items("reasons"))
        .containsExactly(new Json.Str("nothing wrong with it"));
    restart(Reviews.Settings.STANDARD);
    assertThat(quality().list().getFirst().text("state")).contains("looked");
    clock.forward(Duration.ofDays(8));
    assertThat(quality().list()).isEmpty();
  }

  @Test
  void the_index_finds_what_was_queued_and_what_was_looked_at() throws Exception {
    String looked = server.call(Running.chat(CARD, "")).record();
    String left = server.call(Running.chat(CARD + " again", "")).record();
    server.call(Running.chat("Hello", ""));
    quality().decide(quality().record(looked), Verdict.LOOKED, "nothing wrong with it");
    server.close();

    var found = Commands.run("find", "--queue", "afterwards", "--data", data.toString());
    assertThat(found.out()).contains(looked).contains(left);
    assertThat(found.lines().getLast()).contains("2");
    try (var database =
            java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("index.db"));
        var rows = database.createStatement().executeQuery(unlooked())) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo(left);
      assertThat(rows.next()).isFalse();
    }
    start(Reviews.Settings.STANDARD);
  }

  /// The question of docs/index.md.
  private static String unlooked() throws IOException {
    var page = Files.readString(Path.of("../docs/index.md"));
    int from = page.indexOf("-- records of a queue");
    return page.substring(from, page.indexOf(';', from));
  }

  @Test
  void an_answer_brings_its_record_into_a_queue_too() throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.completion(CARD)));

    String exchange = server.call(Running.chat("Hello", "")).record();

    assertThat(quality().list().getFirst().text("exchange")).contains(exchange);
    var told =
        Json.objects(record(quality(), exchange, 2).items("items"))
            .getFirst()
            .object("case")
            .orElseThrow();
    assertThat(told.object("facts").flatMap(facts -> facts.text("phase"))).contains("response");
  }

  @Test
  void content_over_its_bound_is_cut_and_not_called_proven() throws Exception {
    restart(new Reviews.Settings(1024, 64 << 20, Integer.MAX_VALUE, 10));
    String exchange = server.call(Running.chat(CARD + " " + "a".repeat(3000), "")).record();

    var request = part(record(quality(), exchange, 2), "request");

    assertThat(text(request)).hasSize(1024);
    assertThat(request.get("whole")).contains(Json.of(false));
    assertThat(request.get("proven")).contains(Json.of(false));
  }

  @Test
  void content_without_room_is_dropped_counted_and_told_and_nobody_waits_for_it() throws Exception {
    restart(new Reviews.Settings(1 << 20, 10, Integer.MAX_VALUE, 10));

    var reply = server.call(Running.chat(CARD, ""));

    assertThat(reply.status()).isEqualTo(200);
    var list = quality().read("/v1/reviews").json().orElseThrow();
    assertThat(list.number("content_dropped")).hasValueSatisfying(n -> assertThat(n).isEqualTo(3));
    assertThat(quality().record(reply.record()).items("content")).isEmpty();
  }

  @Test
  void a_full_list_gives_no_ticket_and_the_refusal_is_on_record() throws Exception {
    restart(new Reviews.Settings(1 << 20, 64 << 20, Integer.MAX_VALUE, 1));
    server.call(Running.chat("Write to ada@example.com", ""));

    var refused = server.call(Running.chat("Write to bob@example.com", ""));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-probity-ticket")).isEmpty();
    assertThat(refused.error("message")).contains("has no ticket");
    assertThat(withheld("intent", refused.record(), "request")).isNotEmpty();
  }

  @Test
  void what_was_kept_goes_with_the_key_of_its_subject() throws Exception {
    String exchange = server.call(Running.chat("Write to ada@example.com", "")).record();
    var reviewer = desk(ReviewGateway.REVIEWER);
    var record = record(reviewer, exchange, 1);
    try (var files = Files.walk(data.resolve("vault/subjects"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) Files.delete(file);
    }

    assertThat(reviewer.record(exchange).items("content")).isEmpty();
    assertThat(reviewer.decide(record, Verdict.GRANTED, "yes").body().utf8()).contains("erased");
  }

  @Test
  void no_word_of_traffic_or_of_a_reason_lies_anywhere_in_the_clear() throws Exception {
    var planted = List.of("ZqPlantedBody", "ZqPlantedPerson", "ZqPlantedAnswer", "ZqPlantedReason");
    provider.answer(FakeProvider.json(200, FakeProvider.completion("ZqPlantedAnswer")));
    String looked =
        server
            .call(
                Running.post(
                    "/v1/chat/completions",
                    Running.question(CARD + " ZqPlantedBody", ""),
                    "X-Probity-Person: ZqPlantedPerson"))
            .record();
    String held =
        server.call(Running.chat("Write to ada@example.com and say ZqPlantedBody", "")).record();
    var seen = record(quality(), looked, 2);
    quality().decide(seen, Verdict.LOOKED, "ZqPlantedReason");
    var reviewer = desk(ReviewGateway.REVIEWER);
    reviewer.decide(record(reviewer, held, 1), Verdict.GRANTED, "ZqPlantedReason");
    assertThat(text(part(seen, "request"))).contains("ZqPlantedBody");
    server.stop();

    assertThat(data.resolve("vault/reviews")).isRegularFile();
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String word : planted) assertThat(all).as(file.toString()).doesNotContain(word);
      }
    }
    start(Reviews.Settings.STANDARD);
  }

  @Test
  void the_commands_do_what_a_reviewer_does() throws Exception {
    Path key = data.resolve("reviewer.key");
    ReviewGateway.REVIEWER.write(key, Optional.empty(), new SecureRandom());
    String control = server.control().toString();
    String ask = Running.chat("Write to ada@example.com", "");
    String ticket = server.call(ask).record();
    record(desk(ReviewGateway.REVIEWER), ticket, 1);

    var list = review(control, key, "list");
    assertThat(list.out()).contains(ticket).contains("support-bot on chat by people-first");
    var show = review(control, key, "show", ticket);
    assertThat(show.out())
        .contains("refuse by people-first: requests about a person are read by a person first")
        .contains("the digest on the entry is theirs")
        .contains("Write to ada@example.com");
    var look = review(control, key, "look", ticket, "--finding", "ok", "--reason", "no");
    assertThat(look.err()).contains("nothing of the record `" + ticket + "` waits for that");
    var grant = review(control, key, "grant", ticket, "--reason", "the customer asked for it");
    assertThat(grant.out()).contains("granted until");
    assertThat(review(control, key, "grant", ticket, "--reason", "again").status()).isEqualTo(1);
    assertThat(review(control, key, "list").out()).contains("nothing waits");

    assertThat(server.call(ask).status()).isEqualTo(200);
    String denied = server.call(ask).record();
    assertThat(review(control, key, "deny", denied, "--reason", "no").out()).contains("denied");
    assertThat(review(control, key, "list", "--all").out()).contains("denied");
  }

  private static Commands.Run review(String control, Path key, String... words) {
    var all = new java.util.ArrayList<>(List.of("review"));
    all.addAll(Arrays.asList(words));
    all.addAll(List.of("--control", control, "--key", key.toString()));
    return Commands.run(all.toArray(String[]::new));
  }
}
