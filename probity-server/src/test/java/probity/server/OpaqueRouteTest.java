package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.answer;
import static probity.server.Running.get;
import static probity.server.Running.post;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// Routes whose bodies nobody looks into: forwarded only by a rule, and the record says what was
/// not read.
class OpaqueRouteTest {
  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    gateway = Running.start(data, provider);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  private static Json notRead(String kind, Client.Reply reply) {
    return gateway
        .entry(kind, reply.record())
        .object("coverage")
        .flatMap(coverage -> coverage.get("not_read"))
        .orElseThrow();
  }

  @Test
  void what_no_rule_permits_is_refused() throws IOException {
    int before = provider.requests().size();

    var reply = gateway.call(post("/v1/files", "anything"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("probity/default");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void what_a_rule_permits_is_forwarded_and_the_record_says_that_it_was_not_read()
      throws Exception {
    var request =
        provider.answer(talk -> {
          talk.send(answer(200, "application/octet-stream", "\u0001 jane.doe@example.com"));
          return talk.request();
        });

    var reply = gateway.call(post("/v1/models?after=x%20y", "not JSON"));

    assertThat(reply.body()).isEqualTo("\u0001 jane.doe@example.com");
    assertThat(request.get(20, TimeUnit.SECONDS))
        .startsWith("POST /v1/models?after=x%20y HTTP/1.1\r\n")
        .endsWith("not JSON");
    assertThat(notRead("intent", reply))
        .isEqualTo(Json.object().put("opaque-body", 1).put("query", 1).build());
    assertThat(notRead("outcome", reply)).isEqualTo(Json.object().put("opaque-body", 1).build());
    assertThat(gateway.entry("outcome", reply.record()).text("ending")).contains("delivered");
  }

  @Test
  void a_request_without_a_body_has_nothing_that_was_not_read() throws Exception {
    var reply = gateway.call(get("/v1/models"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(notRead("intent", reply)).isEqualTo(Json.object().build());
  }

  @Test
  void an_answer_that_a_rule_refuses_is_cut() throws Exception {
    provider.answer(answer(418, "text/plain", "short and stout"));

    var reply = gateway.call(get("/v1/models"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("no-lists-from-a-teapot");
    assertThat(gateway.entry("outcome", reply.record()).text("ending")).contains("cut");
  }

  @Test
  void an_answer_that_dies_is_broken_off() throws Exception {
    provider.answerAndHangUp("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

    var reply = gateway.call(get("/v1/models"));

    assertThat(reply.whole()).isFalse();
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains("upstream-failed");
    assertThat(outcome.text("detail")).contains("closed-early");
  }

  @Test
  void a_client_slower_than_the_provider_gets_all_of_it() throws Exception {
    String piece = "x".repeat(1 << 20);
    var sent = new AtomicInteger();
    var _ =
        provider.answer(talk -> {
          talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + 16 * piece.length() + "\r\n\r\n");
          for (int i = 0; i < 16; i++) {
            talk.send(piece);
            sent.incrementAndGet();
          }
          return true;
        });

    try (var client = gateway.client()) {
      client.send(get("/v1/models"));
      Running.await(() -> sent.get() > 1);
      var reply = client.reply();

      assertThat(reply.whole()).isTrue();
      assertThat(reply.body()).hasSize(16 << 20);
    }
  }
}
