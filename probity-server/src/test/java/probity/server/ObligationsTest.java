package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// What rules do beside permitting and refusing, at the running gateway.
class ObligationsTest {
  private static final String NOTICE =
      "\\n\\nWritten by a \\\"machine\\\" – Grüße.\\nAsk a person.";

  @TempDir private Path data;

  private FakeProvider provider;
  private Running server;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    server =
        Running.start(
            Running.config(
                    data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/obligations")));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
  }

  @Test
  void a_notice_stands_behind_the_text_of_a_whole_answer() throws Exception {
    var reply = server.call(Running.chat("Hello", ""));

    assertThat(reply.body()).contains("\"content\":\"hello" + NOTICE + "\"");
    assertThat(reply.header("x-ai-notice")).isEqualTo("Written by a machine.");
    assertThat(server.entry("intent", reply.record()).items("notices"))
        .containsExactly(new Json.Str("in-header"), new Json.Str("machine"));
    var outcome = server.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains("altered");
    assertThat(outcome.items("alterations"))
        .containsExactly(Json.object().put("count", 1).put("label", "notice/machine").build());
  }

  @Test
  void a_notice_comes_before_the_end_of_a_streamed_answer() throws Exception {
    provider.answer(
        FakeProvider.STREAM,
        FakeProvider.said("Hel"),
        FakeProvider.said("lo"),
        FakeProvider.finished("stop"),
        FakeProvider.DONE,
        FakeProvider.END);

    var reply = server.call(Running.stream("Hello"));

    int notice = reply.body().indexOf(NOTICE);
    assertThat(notice)
        .isGreaterThan(reply.body().indexOf("\"lo\""))
        .isLessThan(reply.body().indexOf("\"stop\""));
    assertThat(reply.header("x-ai-notice")).isEqualTo("Written by a machine.");
    assertThat(server.entry("outcome", reply.record()).text("ending")).contains("altered");
  }

  @Test
  void an_answer_without_text_gets_no_notice_in_it() throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.toolCalls("lookup_order")));

    var reply = server.call(Running.chat("Hello", ""));

    assertThat(reply.body()).doesNotContain("machine");
    var outcome = server.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains("delivered");
    assertThat(outcome.items("alterations")).isEmpty();
  }

  @Test
  void a_caller_at_its_limit_is_told_when_to_come_again() throws Exception {
    for (int i = 0; i < 3; i++)
      assertThat(server.call(asIntern("/v1/chat/completions")).status()).isEqualTo(200);

    var refused = server.call(asIntern("/v1/chat/completions"));

    assertThat(refused.status()).isEqualTo(429);
    long seconds = Long.parseLong(refused.header("retry-after"));
    assertThat(seconds).isBetween(1L, 61L);
    assertThat(refused.header("x-should-retry")).isEqualTo(seconds > 60 ? "false" : "");
    assertThat(refused.error("code")).isEqualTo("interns-three-a-minute");
    assertThat(refused.error("type")).isEqualTo("probity_limit");
    var intent = server.entry("intent", refused.record());
    assertThat(
            intent
                .object("facts")
                .flatMap(f -> f.object("counters"))
                .flatMap(c -> c.number("requests")))
        .contains(3L);
    assertThat(intent.items("obligations"))
        .containsExactly(
            Json.object()
                .put("counter", "requests")
                .put("kind", "limit")
                .put("rule", "interns-three-a-minute")
                .build());
    assertThat(provider.requests()).hasSize(3);
    // Others are counted by themselves.
    assertThat(server.call(Running.chat("Hello", "")).status()).isEqualTo(200);
  }

  @Test
  void many_at_once_do_not_pass_a_limit_together() throws Exception {
    List<Callable<Integer>> calls =
        java.util.Collections.nCopies(
            20, () -> server.call(asIntern("/v1/chat/completions")).status());
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = new java.util.ArrayList<Integer>();
      for (var call : pool.invokeAll(calls)) statuses.add(call.get());

      assertThat(statuses.stream().filter(status -> status == 200)).hasSize(3);
      assertThat(statuses.stream().filter(status -> status == 429)).hasSize(17);
    }
  }

  @Test
  void tokens_count_when_their_answer_has_ended() throws Exception {
    assertThat(server.call(metered()).status()).isEqualTo(200);
    assertThat(server.call(metered()).status()).isEqualTo(200);

    // Twice three tokens.
    assertThat(server.call(metered()).status()).isEqualTo(429);
  }

  @Test
  void an_answer_whose_tokens_nobody_counted_is_not_free() throws Exception {
    provider.answer(
        FakeProvider.json(
            200, FakeProvider.completion("hello").replaceAll(",\"usage\":\\{[^}]*}", "")));
    assertThat(server.call(metered()).status()).isEqualTo(200);

    assertThat(server.call(metered()).status()).isEqualTo(429);
  }

  @Test
  void cost_adds_up_over_all_callers() throws Exception {
    // One prompt token and two of the answer: 1,000 + 4,000 millionths for each answer.
    for (int i = 0; i < 2; i++) assertThat(server.call(metered()).status()).isEqualTo(200);
    assertThat(server.call(asIntern("/metered/chat")).status()).isEqualTo(200);

    var refused = server.call(asIntern("/metered/chat"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error("message")).contains("the budget of the day is used up");
  }

  @Test
  void what_a_request_was_tagged_with_is_a_fact_of_its_answer() throws Exception {
    var reply = server.call(Running.chat("Write to ada@example.com", ""));

    assertThat(reply.status()).isEqualTo(200);
    var intent = server.entry("intent", reply.record());
    assertThat(kinds(intent)).contains("notify", "redact", "tag");
    assertThat(intent.object("facts").map(f -> f.items("tags"))).contains(List.of());
    var outcome = server.entry("outcome", reply.record());
    assertThat(outcome.object("facts").map(f -> f.items("tags")))
        .contains(List.of(new Json.Str("mentions-a-person")));
    var decision = (Json.Obj) outcome.items("decisions").getFirst();
    assertThat(kinds(decision)).containsExactly("queue");
    assertThat(decision.text("verdict")).isEqualTo(Optional.of("permit"));
  }

  private static List<String> kinds(Json.Obj decision) {
    return Json.objects(decision.items("obligations")).stream()
        .flatMap(obligation -> obligation.text("kind").stream())
        .toList();
  }

  private static String metered() {
    return Running.post("/metered/chat", Running.question("Hello", ""));
  }

  private static String asIntern(String path) {
    return Running.post(path, Running.question("Hello", ""))
        .replace(Running.SUPPORT.text(), Running.INTERN.text());
  }
}
