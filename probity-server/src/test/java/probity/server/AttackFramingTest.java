package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.chat;
import static probity.server.Running.get;
import static probity.server.Running.head;
import static probity.server.Running.post;
import static probity.server.Running.question;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two parsers would read in two ways, and clients that abuse their connection.
class AttackFramingTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String HI = question("hi", "");

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

  private static String lengthOf(String body) {
    return "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String chunkedHi(String extension, String trailer) {
    String size = Integer.toHexString(HI.length());
    return "\r\n" + size + extension + "\r\n" + HI + "\r\n0\r\n" + trailer + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer pk_intern_x",
        "Host: elsewhere",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Content-Length: 7",
        "Content-Length : 7",
        "X-A: b\nContent-Length: 7",
        "X-A: b\rX-B: c",
        "X-A: b\0c",
        "X A: b",
        ": b"
      })
  void a_head_that_two_parsers_may_read_in_two_ways_is_turned_away(String line) throws Exception {
    int before = provider.requests().size();

    var reply = gateway.call(post(CHAT, HI, line));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error("type")).isEqualTo("probity_turned_away");
    assertThat(reply.header("connection")).isEqualTo("close");
    assertThat(provider.requests()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip, chunked",
        "chunked, gzip",
        "\u000bchunked",
        "chunked\r\nTransfer-Encoding: chunked"
      })
  void a_transfer_coding_other_than_chunked_is_turned_away(String coding) throws Exception {
    var reply =
        gateway.call(head("POST", CHAT, "Transfer-Encoding: " + coding) + chunkedHi("", ""));

    assertThat(reply.status()).isEqualTo(400);
  }

  @Test
  void a_request_without_a_host_is_turned_away() throws Exception {
    var reply = gateway.call(chat("hi", "").replace("Host: gateway\r\n", ""));

    assertThat(reply.error("code")).isEqualTo("ambiguous-request");
  }

  @Test
  void trailers_and_chunk_extensions_have_no_say() throws Exception {
    int before = provider.requests().size();

    var reply =
        gateway.call(
            head("POST", CHAT, "Transfer-Encoding: chunked")
                + chunkedHi(";a=b", "Authorization: Bearer x\r\nContent-Length: 1\r\n"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(provider.requests()).hasSize(before + 1);
    assertThat(provider.requests().getLast())
        .endsWith(HI)
        .doesNotContain("Bearer x")
        .containsIgnoringCase(lengthOf(HI));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1" + CHAT,
        "//x" + CHAT,
        "/v1/../v1/chat/completions",
        "/v1/chat%2Fcompletions",
        CHAT + "/",
        CHAT + "#"
      })
  void a_target_other_than_the_routes_path_is_no_route(String target) throws Exception {
    int before = provider.requests().size();

    var reply = gateway.call(post(target, HI));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void an_upgrade_is_not_taken_up() throws Exception {
    var reply =
        gateway.call(
            post(CHAT, HI, "Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(provider.requests().getLast()).doesNotContainIgnoringCase("upgrade");
  }

  @Test
  void a_reply_to_head_has_no_body_that_could_be_taken_for_the_next_reply() throws Exception {
    try (var client = gateway.client()) {
      client.send(head("HEAD", "/v1/models") + "\r\n" + get("/v1/models"));

      String first = client.until("\r\n\r\n");
      String second = client.until("\r\n");

      assertThat(first).startsWith("HTTP/1.1 404 ");
      assertThat(second).isEqualTo("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void requests_in_one_packet_are_answered_in_their_order() throws Exception {
    try (var client = gateway.client()) {
      client.send(chat("one", "") + post("/nowhere", "{}") + chat("two", ""));

      assertThat(client.reply()).matches(reply -> reply.status() == 200);
      assertThat(client.reply()).matches(reply -> reply.status() == 404);
      assertThat(client.reply()).matches(reply -> reply.status() == 200);
    }
  }

  @Test
  void the_callers_key_reaches_no_provider_in_whatever_header_it_stands() throws Exception {
    String key = Running.SUPPORT.text();

    var reply =
        gateway.call(
            post(
                CHAT,
                HI,
                "User-Agent: " + key,
                "OpenAI-Key: " + key,
                "X-Stainless-Lang: java",
                "X-Stainless-Key: Bearer " + key));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(provider.requests().getLast())
        .containsIgnoringCase("x-stainless-lang: java")
        .doesNotContain(key);
  }

  @Test
  void a_key_in_the_query_turns_the_request_away() throws Exception {
    int before = provider.requests().size();

    var reply = gateway.call(post(CHAT + "?api_key=" + Running.SUPPORT.text(), HI));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.error("code")).isEqualTo("key-in-query");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void a_header_in_which_something_is_found_does_not_go_on() throws Exception {
    var reply =
        gateway.call(
            post(CHAT, HI, "User-Agent: 4111 1111 1111 1111", "OpenAI-Project: a@b.example"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(provider.requests().getLast()).doesNotContain("4111", "a@b.example");
  }

  @Test
  void the_provider_is_told_the_type_by_which_the_body_was_read() throws Exception {
    var reply =
        gateway.call(
            post(CHAT, HI, "Content-Type: text/plain; charset=utf-7", "Content-Type: x/y"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(provider.requests().getLast())
        .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
        .doesNotContain("utf-7", "x/y");
  }

  @Test
  void a_count_that_no_entry_can_hold_is_refused_and_recorded() throws Exception {
    var reply = gateway.call(chat("hi", ",\"max_tokens\":999999999999999999"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(
            gateway.entry("intent", reply.record()).object("facts").flatMap(f -> f.text("fault")))
        .contains("wrong-shape");
  }

  /// The replies to these fill every buffer on the way, unless the gateway stops taking requests.
  @Test
  void a_client_that_does_not_read_is_not_served_without_end() throws Exception {
    String refused = "GET / HTTP/1.1\r\nHost: g\r\n\r\n";
    byte[] many = refused.repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    try (var client = gateway.client()) {
      var sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 40; i++) client.send(many);
                } catch (IOException closed) {
                  // The end of the test.
                }
              });

      boolean sent = sending.join(Duration.ofSeconds(10));

      assertThat(sent).isFalse();
    }
  }
}
