package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.question;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.server.H2Client.Reply;

/// HTTP/2 from clients, in the clear; TlsListenerTest has the same inside of TLS.
class Http2Test {
  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path data;
  private FakeProvider provider;
  private Running gateway;
  private H2Client client;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    gateway = Running.start(data, provider);
    client = new H2Client(gateway.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateway.close();
    provider.close();
    Running.verify(data);
  }

  private static Http2Headers asked() {
    return H2Client.headers("POST", CHAT)
        .add("authorization", "Bearer " + Running.SUPPORT.text())
        .add("content-type", "application/json");
  }

  private Reply ask(Http2Headers headers, String body) throws Exception {
    return client.send(headers, false).data(body, true).reply();
  }

  @Test
  void a_call_is_answered_and_recorded() throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.completion("hello")));

    var reply = ask(asked(), question("hi", ""));

    assertThat(reply.status()).isEqualTo("200");
    assertThat(reply.body()).contains("hello");
    assertThat(reply.headers().get("transfer-encoding")).isNull();
    var record = reply.headers().get("x-probity-record").toString();
    Running.await(() -> gateway.traffic("outcome").size() == 1);
    assertThat(gateway.entry("outcome", record).text("ending")).contains("delivered");
  }

  @Test
  void a_stream_arrives_piece_by_piece() throws Exception {
    var closed =
        provider.answer(talk -> {
          talk.send(STREAM + FakeProvider.said("One. "));
          return talk.closedByGateway();
        });

    var stream = client.send(asked(), false);
    stream.data(question("hi", ",\"stream\":true"), true);

    assertThat(stream.first()).contains("One. ");
    stream.reset();
    Running.await(() -> gateway.traffic("outcome").size() == 1);
    assertThat(gateway.traffic("outcome").getFirst().text("ending")).contains("client-gone");
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(client.open()).isTrue();
  }

  @Test
  void calls_at_once_do_not_wait_for_each_other() throws Exception {
    int calls = 20;
    for (int i = 0; i < calls; i++) {
      provider.answer(FakeProvider.json(200, FakeProvider.completion("hello")));
    }
    var slow = client.send(asked(), false).data("{\"model\":", false);
    var streams = new ArrayList<H2Client.Stream>();
    for (int i = 0; i < calls; i++) {
      streams.add(client.send(asked(), false).data(question("hi", ""), true));
    }

    for (var stream : streams) assertThat(stream.reply().status()).isEqualTo("200");
    slow.reset();
    Running.await(() -> !gateway.traffic("turned-away").isEmpty());
  }

  @Test
  void what_policy_refuses_is_refused() throws Exception {
    var reply = ask(asked(), question("hi", "").replace("demo-small", "demo-large"));

    assertThat(reply.status()).isEqualTo("403");
    assertThat(reply.headers().get("x-should-retry")).hasToString("false");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void a_body_over_the_bound_is_413() throws Exception {
    var reply = ask(asked(), "x".repeat(Running.BODY_BYTES + 1));

    assertThat(reply.status()).isEqualTo("413");
    assertThat(client.open()).isTrue();
  }

  @Test
  void a_reply_to_a_head_has_no_body() throws Exception {
    var reply = client.send(H2Client.headers("HEAD", CHAT), true).reply();

    assertThat(reply.status()).isEqualTo("401");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void a_client_that_takes_nothing_of_its_reply_loses_the_stream() throws Exception {
    var impatient = Running.limits(Duration.ofSeconds(1));
    var other = data.resolve("impatient");
    try (var running =
            Running.start(Running.config(other, provider.port(), impatient, Running.PATIENT));
        var slow =
            new H2Client(running.port(), Http2Settings.defaultSettings().initialWindowSize(0))) {
      provider.answer(FakeProvider.json(200, FakeProvider.completion("x".repeat(40_000))));
      var stuck = slow.send(asked(), false).data(question("hi", ""), true);

      assertThat(stuck.reply().reset()).isTrue();
      assertThat(slow.open()).isTrue();
    }
  }

  @Test
  void a_gateway_that_ends_lets_a_stream_end_first() throws Exception {
    var more = new CountDownLatch(1);
    var _ =
        provider.answer(talk -> {
          talk.send(STREAM + FakeProvider.said("One. "));
          more.await();
          talk.send(
              FakeProvider.said("Two.")
                  + FakeProvider.finished("stop")
                  + FakeProvider.chunk("data: [DONE]\n\n")
                  + FakeProvider.END);
          return true;
        });
    var ending = Running.start(data.resolve("ending"), provider);
    try (var other = new H2Client(ending.port())) {
      var stream = other.send(asked(), false).data(question("hi", ",\"stream\":true"), true);
      stream.first();

      var closing = Thread.ofVirtual().start(ending::close);
      refusesConnections(ending);
      more.countDown();

      var reply = stream.reply();
      assertThat(reply.reset()).isFalse();
      assertThat(reply.body()).contains("Two.").endsWith("data: [DONE]\n\n");
      closing.join();
    }
  }

  private static void refusesConnections(Running ending) throws InterruptedException {
    Running.await(() -> {
      try (var _ = ending.client()) {
        return false;
      } catch (IOException refused) {
        return true;
      }
    });
  }

  static final List<String> HOSTILE =
      List.of(
          "a host of its own",
          "two callers",
          "a line break in a value",
          "a name in capitals",
          "a hop of its own",
          "another length",
          "a path without a slash",
          "no path");

  @ParameterizedTest
  @FieldSource("HOSTILE")
  void what_the_next_hop_could_read_otherwise_is_no_request(String what) throws Exception {
    var headers = asked();
    switch (what) {
      case "a host of its own" -> headers.add("host", "other");
      case "two callers" -> headers.add("authorization", "Bearer x");
      case "a line break in a value" -> headers.add("accept", "a\r\nx-api-key: b");
      case "a name in capitals" -> headers.add("X-Stainless-Lang", "a");
      case "a hop of its own" -> headers.add("transfer-encoding", "chunked, identity");
      case "another length" -> headers.add("content-length", "3");
      case "a path without a slash" -> headers.path("v1/chat/completions");
      default -> headers.remove(":path");
    }

    var reply = ask(headers, question("hi", ""));

    assertThat(reply.reset() || reply.status().startsWith("4")).as("%s", reply).isTrue();
    assertThat(provider.requests()).isEmpty();
    assertThat(gateway.call(Running.get("/nowhere")).status()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", "PRI"})
  void a_preface_that_is_none_is_no_http_2(String bytes) throws Exception {
    var reply = gateway.call(bytes + " / HTTP/1.1\r\n\r\n");

    assertThat(reply.status()).isIn(400, 505);
  }
}
