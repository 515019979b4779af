package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.ReviewGateway.LOG;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.TrafficLog;
import probity.ledger.Json;
import probity.ledger.statement.GrantStatement;
import probity.ledger.statement.GrantStatement.Verdict;
import probity.server.ReviewGateway.Desk;
import probity.server.ReviewGateway.Hands;
import probity.server.person.PersonKey;

/// A request that waits for a person, from its refusal to the call that its grant lets through.
class ReviewTest {
  private static final String HELD = Running.chat("Write to ada@example.com", "");

  @TempDir private Path data;
  private final Hands clock = new Hands();
  private FakeProvider provider;
  private Running server;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    server = Running.start(ReviewGateway.config(data, provider, clock), clock);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
  }

  private void restart() throws IOException {
    server.close();
    server = Running.start(ReviewGateway.config(data, provider, clock), clock);
  }

  private Desk desk(PersonKey key) {
    return new Desk(server.controlClient(), clock, key);
  }

  private Desk reviewer() {
    return desk(ReviewGateway.REVIEWER);
  }

  private String hold() throws IOException {
    var refused = server.call(HELD);
    assertThat(refused.status()).isEqualTo(403);
    return refused.record();
  }

  private void grant(String ticket) {
    var answer =
        reviewer().decide(reviewer().record(ticket), Verdict.GRANTED, "the customer asked for it");
    assertThat(answer.status()).as(answer.body().utf8()).isEqualTo(200);
  }

  private static String word(probity.server.command.ControlClient.Answer answer) {
    assertThat(answer.status()).as(answer.body().utf8()).isEqualTo(409);
    return Json.objects(answer.json().orElseThrow().items("objections")).stream()
        .map(objection -> objection.text("word").orElse(""))
        .findFirst()
        .orElse("");
  }

  @Test
  void a_request_that_waits_is_refused_once_and_for_no_retry() throws Exception {
    var refused = server.call(HELD);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-should-retry")).isEqualTo("false");
    assertThat(refused.header("retry-after")).isEmpty();
    assertThat(refused.header("x-probity-ticket")).isEqualTo(refused.record());
    assertThat(refused.error("type")).isEqualTo("probity_review");
    assertThat(refused.error("message")).contains("(ticket " + refused.record() + ")");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void a_granted_request_passes_once_and_then_waits_again() throws Exception {
    String ticket = hold();
    grant(ticket);

    var passed = server.call(HELD);
    assertThat(passed.status()).isEqualTo(200);
    var again = server.call(HELD);
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.header("x-probity-ticket")).isEqualTo(again.record()).isNotEqualTo(ticket);

    assertThat(provider.requests()).hasSize(1);
    var grant = grants().getLast();
    var leaf =
        server.entries("records").stream()
            .filter(entry -> entry.kind().equals("grant"))
            .findFirst()
            .orElseThrow()
            .leaf()
            .hex();
    assertThat(intent(passed.record()).items("grants")).containsExactly(new Json.Str(leaf));
    assertThat(intent(passed.record()).object("facts").orElseThrow().items("granted"))
        .containsExactly(new Json.Str("desk"));
    assertThat(grant.text("review")).contains(ticket);
    assertThat(grant.text("person")).contains("r.reviewer");
    assertThat(grant.text("competence")).contains("hr-17");
  }

  private List<Json.Obj> grants() {
    return Running.bodies(server.entries("records"), "grant");
  }

  private Json.Obj intent(String record) {
    return Running.bodies(server.entries(TrafficLog.folder("standard", clock.millis())), "intent")
        .stream()
        .filter(body -> body.text("exchange").equals(Optional.of(record)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_request_that_waits_already_gets_the_same_ticket() throws Exception {
    String ticket = hold();

    var again = server.call(HELD);

    assertThat(again.header("x-probity-ticket")).isEqualTo(ticket);
    assertThat(again.record()).isNotEqualTo(ticket);
    assertThat(reviewer().list()).hasSize(1);
  }

  @Test
  void another_caller_person_body_or_path_does_not_pass_by_the_grant() throws Exception {
    grant(hold());

    String body = Running.question("Write to ada@example.com", "");
    var others =
        List.of(
            HELD.replace(Running.SUPPORT.text(), Running.INTERN.text()),
            Running.post("/v1/chat/completions", body, "X-Probity-Person: somebody"),
            Running.post("/v1/chat/completions", body.replace("Write", "write")),
            Running.post("/v1/chat/completions?a=b", body),
            Running.post("/bare/chat", body));
    for (String other : others) assertThat(server.call(other).status()).isEqualTo(403);

    assertThat(server.call(HELD).status()).isEqualTo(200);
  }

  @Test
  void of_many_at_once_exactly_one_passes() throws Exception {
    grant(hold());

    List<Callable<Integer>> calls =
        java.util.Collections.nCopies(12, () -> server.call(HELD).status());
    var statuses = new ArrayList<Integer>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : pool.invokeAll(calls)) statuses.add(call.get());
    }

    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    assertThat(statuses.stream().filter(status -> status == 403)).hasSize(11);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void tickets_and_grants_outlive_the_process_and_used_ones_stay_used() throws Exception {
    String ticket = hold();
    restart();
    grant(ticket);
    restart();
    assertThat(server.call(HELD).status()).isEqualTo(200);
    restart();

    assertThat(server.call(HELD).status()).isEqualTo(403);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void a_grant_that_nobody_used_in_time_is_none() throws Exception {
    grant(hold());
    clock.forward(Duration.ofMinutes(11));

    assertThat(server.call(HELD).status()).isEqualTo(403);
  }

  @Test
  void after_the_deadline_nobody_grants() throws Exception {
    String ticket = hold();
    var record = reviewer().record(ticket);
    clock.forward(Duration.ofHours(4));

    assertThat(word(reviewer().decide(record, Verdict.DENIED, "too late")))
        .isEqualTo("nothing-waits");
    assertThat(server.call(HELD).header("x-probity-ticket")).isNotEqualTo(ticket);
    assertThat(grants()).isEmpty();
  }

  @Test
  void whoever_is_denied_is_told_so() throws Exception {
    String ticket = hold();
    var answer = reviewer().decide(reviewer().record(ticket), Verdict.DENIED, "not this one");
    assertThat(answer.status()).isEqualTo(200);

    var again = server.call(HELD);

    assertThat(again.status()).isEqualTo(403);
    assertThat(again.error("message")).contains("refused it (ticket " + ticket + ")");
    assertThat(word(reviewer().decide(reviewer().record(ticket), Verdict.GRANTED, "or yes")))
        .isEqualTo("decided");
    restart();
    assertThat(server.call(HELD).error("message")).contains("refused it (ticket " + ticket + ")");
  }

  @Test
  void who_lacks_role_or_competence_or_asked_does_not_decide() throws Exception {
    String ticket = hold();
    var record = reviewer().record(ticket);

    assertThat(word(desk(ReviewGateway.QUALITY).decide(record, Verdict.GRANTED, "yes")))
        .isEqualTo("role");
    assertThat(word(desk(ReviewGateway.UNTRAINED).decide(record, Verdict.GRANTED, "yes")))
        .isEqualTo("competence");
    assertThat(word(desk(ReviewGateway.CALLER).decide(record, Verdict.GRANTED, "yes")))
        .isEqualTo("own");
    assertThat(word(desk(ReviewGateway.STRANGER).decide(record, Verdict.GRANTED, "yes")))
        .isEqualTo("unknown-signer");
    assertThat(server.call(HELD).status()).isEqualTo(403);
    assertThat(grants()).isEmpty();
  }

  @Test
  void the_person_whom_the_request_was_for_does_not_decide() throws Exception {
    String own =
        Running.post(
            "/v1/chat/completions",
            Running.question("Write to ada@example.com", ""),
            "X-Probity-Person: r.reviewer");
    String ticket = server.call(own).record();

    assertThat(word(reviewer().decide(reviewer().record(ticket), Verdict.GRANTED, "mine")))
        .isEqualTo("own");
  }

  @Test
  void a_statement_that_was_changed_has_no_effect() throws Exception {
    String ticket = hold();
    var record = reviewer().record(ticket);
    var good = reviewer().statement(record, Verdict.DENIED, "no");
    var note = ReviewGateway.REVIEWER.signed(good.text()).whole();
    String until =
        "until " + Json.objects(record.items("items")).getFirst().text("grant_until").orElseThrow();
    var changed = note.replace("verdict denied", "verdict granted").replace("until -", until);
    var body = Json.object().put("note", changed).put("reason", "no").build().canonical();

    var answer =
        server.controlClient().post("/v1/grants", probity.server.command.ControlClient.utf8(body));

    assertThat(word(answer)).isEqualTo("bad-signature");
    // Nor does a reason that is not the signed one, a longer grant, or another record.
    assertThat(word(reviewer().send(good.text(), "yes"))).isEqualTo("reason");
    var granted = reviewer().statement(record, Verdict.GRANTED, "no");
    assertThat(word(reviewer().send(granted.text().replace("until 2", "until 3"), "no")))
        .isEqualTo("until");
    assertThat(word(reviewer().send(granted.text().replace(LOG, LOG + "2"), "no")))
        .isEqualTo("log");
    assertThat(
            word(reviewer().send(granted.text().replace(granted.intent(), "0".repeat(64)), "no")))
        .isEqualTo("intent");
    assertThat(grants()).isEmpty();
    assertThat(server.call(HELD).status()).isEqualTo(403);
  }

  @Test
  void a_grant_entry_verifies_as_a_note_of_the_reviewer() throws Exception {
    grant(hold());

    var body = grants().getFirst();
    var statement = GrantStatement.of(LOG, body).orElseThrow();
    String line = ((Json.Str) body.items("approvals").getFirst()).value();
    var note =
        probity.ledger.Note.parse(
                (statement.text() + "\n" + line + "\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .orThrow();

    assertThat(note.check(List.of(ReviewGateway.REVIEWER.key())))
        .isInstanceOf(probity.ledger.Checked.Valid.class);
  }

  @Test
  void a_tool_call_waits_for_a_person_too() throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.toolCalls("cancel_order")));
    String ask = Running.chat("Cancel my order", "");
    var refused = server.call(ask);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("x-probity-ticket")).isEqualTo(refused.record());
    grant(refused.record());

    provider.answer(FakeProvider.json(200, FakeProvider.toolCalls("cancel_order")));
    assertThat(server.call(ask).body()).contains("cancel_order");
    provider.answer(FakeProvider.json(200, FakeProvider.toolCalls("cancel_order")));
    assertThat(server.call(ask).status()).isEqualTo(403);
  }

  @Test
  void a_grant_is_given_back_where_the_request_is_refused_for_something_else() throws Exception {
    String asIntern = HELD.replace(Running.SUPPORT.text(), Running.INTERN.text());
    var held = server.call(asIntern);
    String free = Running.chat("Hello", "").replace(Running.SUPPORT.text(), Running.INTERN.text());
    grant(held.record());
    for (int i = 0; i < 2; i++) assertThat(server.call(free).status()).isEqualTo(200);

    assertThat(server.call(asIntern).status()).isEqualTo(429);

    clock.forward(Duration.ofSeconds(62));
    assertThat(server.call(asIntern).status()).isEqualTo(200);
  }
}
