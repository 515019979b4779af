package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.SUPPORT;
import static probity.server.Running.chat;
import static probity.server.Running.get;
import static probity.server.Running.head;
import static probity.server.Running.post;
import static probity.server.Running.question;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Json;

/// What no provider may see: each gets a clear error and its entry, and the gateway goes on.
class BadInputTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ROUTE = "probity/unknown-route";
  private static final String BODY = "probity/unreadable-body";
  private static final String TOO_LARGE = "x".repeat(Running.BODY_BYTES + 1);

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

  /// A request by a known caller that is refused.
  ///
  /// @param rule that refuses
  /// @param fault of the body, as the facts say it
  record Refused(String what, String request, int status, String rule, String fault) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Refused body(String what, String body, int status, String fault) {
    return new Refused(what, post(CHAT, body), status, BODY, fault);
  }

  static final Refused[] REFUSED = {
    body("not JSON", "hello", 400, "not-json"),
    body("nothing", "", 400, "not-json"),
    body("cut short", "{\"model\":\"demo-small\",\"mess", 400, "cut-short"),
    body("a member twice", question("hi", ",\"model\":\"demo-large\""), 400, "duplicate-key"),
    body(
        "a member twice, spelt otherwise",
        question("hi", ",\"mod\\u0065l\":\"demo-large\""),
        400,
        "duplicate-key"),
    body("a lone surrogate", question("\\ud800", ""), 400, "lone-surrogate"),
    body("no messages", "{\"model\":\"demo-small\"}", 400, "wrong-shape"),
    body("a number for a model", "{\"model\":1,\"messages\":[]}", 400, "wrong-shape"),
    body(
        "too deep",
        question("hi", ",\"x\":" + "[".repeat(2000) + "]".repeat(2000)),
        400,
        "too-deep"),
    body("too large, with its length", TOO_LARGE, 413, "too-large"),
    new Refused(
        "too large, in chunks",
        head("POST", CHAT, "Transfer-Encoding: chunked")
            + "\r\n"
            + FakeProvider.chunk(TOO_LARGE)
            + FakeProvider.END,
        413,
        BODY,
        "too-large"),
    new Refused(
        "not what its content encoding says",
        post(CHAT, question("hi", ""), "Content-Encoding: gzip"),
        415,
        BODY,
        "encoded"),
    new Refused(
        "a content encoding that is not read",
        post(CHAT, question("hi", ""), "Content-Encoding: br"),
        415,
        BODY,
        "encoded"),
    new Refused("an unknown route", post("/v1/embeddings", "{}"), 404, ROUTE, ""),
    new Refused("a known route by another method", get(CHAT), 404, ROUTE, ""),
    new Refused("a method nobody knows", head("FROB", CHAT) + "\r\n", 404, ROUTE, ""),
    new Refused("a parent folder", post("/v1/../v1/chat/completions", "{}"), 404, ROUTE, ""),
    new Refused("two slashes", post("//v1/chat/completions", "{}"), 404, ROUTE, ""),
    new Refused("an encoded slash", post("/v1%2fchat/completions", "{}"), 404, ROUTE, ""),
    new Refused("other case", post("/V1/chat/completions", "{}"), 404, ROUTE, ""),
    new Refused("a parameter", post("/v1/chat/completions;x", "{}"), 404, ROUTE, ""),
    new Refused("a slash more", post("/v1/chat/completions/", "{}"), 404, ROUTE, ""),
    new Refused("another host", post("http://other" + CHAT, "{}"), 404, ROUTE, ""),
    new Refused("a fragment", post(CHAT + "#x", "{}"), 404, ROUTE, ""),
    new Refused(
        "a model of nobody",
        post(CHAT, question("hi", "").replace("demo-small", "demo-huge")),
        403,
        "probity/default",
        ""),
    new Refused(
        "a model that the rules do not permit",
        post(CHAT, question("hi", "").replace("demo-small", "demo-large")),
        403,
        "probity/default",
        ""),
    new Refused(
        "a caller without the role",
        chat("hi", "").replace(SUPPORT.text(), Running.INTERN.text()),
        403,
        "probity/default",
        ""),
    new Refused(
        "an opaque route that no rule permits", post("/v1/files", "x"), 403, "probity/default", "")
  };

  @ParameterizedTest
  @FieldSource("REFUSED")
  void a_request_by_a_known_caller_is_refused_on_record(Refused refused) throws IOException {
    int calls = provider.requests().size();

    var reply = gateway.call(refused.request());

    assertRefused(reply, refused.status(), refused.rule(), refused.fault());
    assertThat(provider.requests()).hasSize(calls);
    assertThatItGoesOn();
  }

  @Test
  void a_body_that_is_not_utf_8_is_refused_on_record() throws IOException {
    byte[] request = chat("caf~", "").getBytes(StandardCharsets.ISO_8859_1);
    request[new String(request, StandardCharsets.ISO_8859_1).indexOf('~')] = (byte) 0xe9;

    try (var client = gateway.client()) {
      var reply = client.send(request).reply();

      assertRefused(reply, 400, BODY, "invalid-utf8");
    }
    assertThatItGoesOn();
  }

  @Test
  void a_client_that_asks_before_it_sends_is_told_to_go_on() throws IOException {
    String request = post(CHAT, question("hi", ""), "Expect: 100-continue");
    int head = request.indexOf("\r\n\r\n") + 4;

    try (var client = gateway.client()) {
      var first = client.send(request.substring(0, head)).reply();
      var second = client.send(request.substring(head)).reply();

      assertThat(first.status()).isEqualTo(100);
      assertThat(second.status()).isEqualTo(200);
    }
  }

  @Test
  void a_client_that_asks_before_it_sends_too_much_is_refused_at_once() throws IOException {
    String request = post(CHAT, TOO_LARGE, "Expect: 100-continue");

    try (var client = gateway.client()) {
      var reply = client.send(request.substring(0, request.indexOf("\r\n\r\n") + 4)).reply();

      assertRefused(reply, 413, BODY, "too-large");
    }
    assertThatItGoesOn();
  }

  /// A request that never becomes an exchange.
  record Turned(String what, String request, int status, String reason) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static String withKey(String authorization) {
    return chat("hi", "").replace("Bearer " + SUPPORT.text(), authorization);
  }

  static final Turned[] TURNED_AWAY = {
    new Turned(
        "no key", chat("hi", "").replaceFirst("Authorization: [^\r]*\r\n", ""), 401, "no-key"),
    new Turned("another scheme", withKey("Basic " + SUPPORT.text()), 401, "malformed-key"),
    new Turned("a key of somebody else", withKey("Bearer sk-12345"), 401, "malformed-key"),
    new Turned(
        "an unknown caller's key",
        withKey("Bearer pk_nobody_" + "A".repeat(43)),
        401,
        "unknown-key"),
    new Turned(
        "a wrong key of a known caller",
        withKey("Bearer pk_support-bot_" + "A".repeat(43)),
        401,
        "unknown-key"),
    new Turned("HTTP/1.0", chat("hi", "").replace("HTTP/1.1", "HTTP/1.0"), 505, "http-version"),
    new Turned(
        "two lengths",
        post(CHAT, question("hi", ""), "Transfer-Encoding: chunked"),
        400,
        "malformed-request"),
    new Turned(
        "two content lengths",
        post(CHAT, question("hi", ""), "Content-Length: 3"),
        400,
        "malformed-request"),
    new Turned("no request at all", "hello there\r\n\r\n", 400, "malformed-request"),
    new Turned(
        "a head that is too large",
        post(CHAT, "{}", "X-Filler: " + "x".repeat(9000)),
        400,
        "malformed-request"),
    new Turned(
        "a chunk without a size",
        head("POST", CHAT, "Transfer-Encoding: chunked") + "\r\nmany\r\n",
        400,
        "malformed-request")
  };

  @ParameterizedTest
  @FieldSource("TURNED_AWAY")
  void a_request_of_nobody_we_know_is_turned_away_and_counted(Turned turned) throws Exception {
    int calls = provider.requests().size();
    long before = turnedAway(turned.reason());
    int intents = gateway.traffic("intent").size();

    var reply = gateway.call(turned.request());

    assertThat(reply.status()).isEqualTo(turned.status());
    assertThat(reply.error("code")).isEqualTo(turned.reason());
    assertThat(reply.error("message")).isNotBlank();
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    Running.await(() -> turnedAway(turned.reason()) == before + 1);
    assertThat(gateway.traffic("intent")).hasSize(intents);
    assertThat(provider.requests()).hasSize(calls);
    assertThatItGoesOn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 100\r\n\r\n{\"mod", "Transfer-Encoding: chunked\r\n\r\n"})
  void a_client_that_hangs_up_before_its_request_is_complete_is_counted(String rest)
      throws Exception {
    long before = turnedAway("request-incomplete");

    try (var client = gateway.client()) {
      client.send(head("POST", CHAT) + rest);
    }

    Running.await(() -> turnedAway("request-incomplete") == before + 1);
    assertThatItGoesOn();
  }

  @Test
  void requests_sent_ahead_are_answered_in_their_order_on_one_connection() throws IOException {
    try (var client = gateway.client()) {
      client.send(chat("hi", "") + post("/v1/embeddings", "{}") + get("/v1/models") + chat("", ""));

      assertThat(client.reply().status()).isEqualTo(200);
      assertThat(client.reply().status()).isEqualTo(404);
      assertThat(client.reply().status()).isEqualTo(200);
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_head_request_gets_no_body_that_could_be_taken_for_the_next_reply() throws IOException {
    try (var client = gateway.client()) {
      client.send(head("HEAD", "/v1/models") + "\r\n" + get("/v1/models"));

      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 404 ");
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  /// Connections come in on several event loops, so which ones are too many is a matter of luck.
  @Test
  void connections_beyond_the_bound_are_closed_and_the_others_go_on() throws Exception {
    var clients = new ArrayList<Client>();
    try {
      for (int i = 0; i < Running.CONNECTIONS + 20; i++) clients.add(gateway.client());

      var served = clients.stream().filter(client -> status(client) == 200).count();

      assertThat(served).isBetween(Running.CONNECTIONS / 2L, Running.CONNECTIONS + 10L);
    } finally {
      for (Client client : clients) client.close();
    }
    Running.await(BadInputTest::serves);
  }

  private static boolean serves() {
    try (var client = gateway.client()) {
      return status(client) == 200;
    } catch (IOException closed) {
      return false;
    }
  }

  /// That of a call, 0 where the connection is closed without an answer.
  private static int status(Client client) {
    try {
      return client.send(chat("hi", "")).reply().status();
    } catch (IOException closed) {
      return 0;
    }
  }

  private static long turnedAway(String reason) {
    return gateway.traffic("turned-away").stream()
        .mapToLong(body -> body.object("reasons").flatMap(r -> r.number(reason)).orElse(0L))
        .sum();
  }

  private static void assertRefused(Client.Reply reply, int status, String rule, String fault) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.whole()).isTrue();
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.error("code")).isEqualTo(rule);
    assertThat(reply.error("type")).isEqualTo("probity_refusal");
    var intent = gateway.entry("intent", reply.record());
    assertThat(reply.error("message"))
        .isEqualTo(intent.text("reason").orElseThrow() + " (record " + reply.record() + ")");
    assertThat(intent.text("verdict")).contains("refuse");
    assertThat(intent.text("rule")).contains(rule);
    assertThat(intent.object("facts").flatMap(facts -> facts.text("fault"))).contains(fault);
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).isEqualTo(Optional.of("refused"));
    assertThat(outcome.get("status")).contains(Json.of(status));
    assertThat(outcome.get("upstream_status")).contains(Json.of(0));
  }

  private static void assertThatItGoesOn() throws IOException {
    assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
  }
}
