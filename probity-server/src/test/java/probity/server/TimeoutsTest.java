package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.said;
import static probity.server.Running.chat;
import static probity.server.Running.head;
import static probity.server.Running.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.gateway.upstream.CallTimeouts;

/// A gateway that waits for nobody longer than it says.
class TimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private static Path data;
  private static FakeProvider provider;
  private static Running gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    var timeouts = new CallTimeouts(Duration.ofSeconds(5), SHORT, SHORT);
    gateway = Running.start(Running.config(data, provider.port(), Running.limits(SHORT), timeouts));
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    provider.close();
  }

  private static void assertFailed(Client.Reply reply, String detail) {
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains("upstream-failed");
    assertThat(outcome.text("detail")).contains(detail);
  }

  @Test
  void a_provider_that_says_nothing_is_504() throws Exception {
    var closed = provider.answer(FakeProvider.Talk::closedByGateway);

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.error("code")).isEqualTo("first-byte-timeout");
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    assertFailed(reply, "first-byte-timeout");
  }

  @Test
  void a_provider_that_drips_its_head_is_504() throws Exception {
    var closed =
        provider.answer(talk -> {
          for (int i = 0; i < 2000; i++) {
            try {
              talk.send(i == 0 ? "HTTP/1.1 200 OK\r\nX-Slow: " : "x");
              Thread.sleep(10);
            } catch (IOException gone) {
              return i;
            }
          }
          return 2000;
        });

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(504);
    assertThat(closed.get(20, TimeUnit.SECONDS)).isLessThan(2000);
    assertFailed(reply, "first-byte-timeout");
  }

  @Test
  void a_stream_that_falls_silent_is_broken_off() throws Exception {
    var closed =
        provider.answer(talk -> {
          talk.send(STREAM + said("wait "));
          return talk.closedByGateway();
        });

    var reply = gateway.call(stream("hi"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.whole()).isFalse();
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    assertFailed(reply, "idle-timeout");
  }

  @Test
  void an_answer_that_falls_silent_is_504() throws Exception {
    var closed =
        provider.answer(talk -> {
          talk.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
          return talk.closedByGateway();
        });

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(504);
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    assertFailed(reply, "idle-timeout");
  }

  @Test
  void a_client_that_does_not_send_its_body_is_408() throws Exception {
    try (var client = gateway.client()) {
      var reply =
          client.send(head("POST", "/v1/chat/completions") + "Content-Length: 9\r\n\r\n{").reply();

      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.error("code")).isEqualTo("request-incomplete");
    }
    Running.await(() ->
        gateway.traffic("turned-away").stream()
            .anyMatch(body ->
                body.object("reasons")
                    .flatMap(reasons -> reasons.number("request-incomplete"))
                    .isPresent()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "POST /v1/chat", "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"})
  void a_client_that_does_not_send_a_head_is_hung_up_on(String part) throws Exception {
    try (var client = gateway.client()) {
      client.send(part);

      assertThat(client.closedByGateway()).isTrue();
    }
  }

  @Test
  void a_client_that_sends_nothing_after_its_reply_is_hung_up_on() throws Exception {
    try (var client = gateway.client()) {
      var reply = client.send(chat("hi", "")).reply();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(client.closedByGateway()).isTrue();
    }
  }

  @Test
  void a_client_that_drips_its_head_is_hung_up_on() throws Exception {
    try (var client = gateway.client()) {
      drip(client::send, "POST /v1/chat/completions HTTP/1.1\r\nX: " + "x".repeat(4000));

      assertThat(client.closedByGateway()).isTrue();
    }
  }

  @Test
  void a_client_of_http_2_that_drips_its_head_is_hung_up_on() throws Exception {
    try (var client = new RawH2(gateway.port(), 20_000)) {
      var head = RawH2.encoded(RawH2.HEADERS, 0, 1, new byte[4000]);
      drip(client::bytes, new String(head, StandardCharsets.ISO_8859_1));

      assertThat(client.outcome(1)).isEqualTo("closed");
    }
  }

  @Test
  void a_client_of_http_2_that_only_pings_is_hung_up_on() throws Exception {
    try (var client = new RawH2(gateway.port(), 20_000)) {
      var ping =
          new String(RawH2.encoded(RawH2.PING, 0, 0, new byte[8]), StandardCharsets.US_ASCII);
      drip(client::bytes, ping.repeat(200));

      assertThat(client.outcome(1)).isEqualTo("closed");
    }
  }

  private interface Sending {
    void send(byte[] bytes) throws IOException;
  }

  /// Sends a byte every 10 ms, beside the test, until the gateway has hung up.
  private static void drip(Sending sending, String text) {
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
                  sending.send(new byte[] {b});
                  Thread.sleep(10);
                }
              } catch (IOException | InterruptedException over) {
                // The gateway has hung up, or the test is over.
              }
            });
  }
}
