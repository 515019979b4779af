package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.completion;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.Running.chat;
import static probity.server.Running.post;
import static probity.server.Running.question;
import static probity.server.Running.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Json;

/// Every way in which an exchange can end: what the client sees, and what the outcome says.
class EndingsTest {
  /// The form of a key, in two parts for the sake of scanners.
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";

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

  private static Json.Obj outcome(Client.Reply reply) {
    return gateway.entry("outcome", reply.record());
  }

  private static void assertEnded(Client.Reply reply, String ending, String detail) {
    assertThat(outcome(reply).text("ending")).contains(ending);
    assertThat(outcome(reply).text("detail")).contains(detail);
  }

  @Test
  void an_answer_is_delivered_as_it_came() throws Exception {
    var body = completion("héllo \\ud83d\\ude00") + " \n";
    provider.answer(json(200, body, "X-Request-Id: r1", "Set-Cookie: a=b"));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.header("x-request-id")).isEqualTo("r1");
    assertThat(reply.headers()).doesNotContainKey("set-cookie");
    assertEnded(reply, "delivered", "");
    assertThat(outcome(reply).object("usage").flatMap(usage -> usage.number("total"))).contains(3L);
  }

  @Test
  void a_header_of_the_answer_in_which_something_is_found_stays_here() throws Exception {
    provider.answer(
        json(
            200,
            completion("hi"),
            "X-Fine: yes",
            "X-Note: ask anna@example.com",
            "X-Hidden: =?base64?YW5uYUBleGFtcGxlLmNvbQ==?=",
            "sk-proj-" + "Ab3".repeat(10) + ": 1"));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.header("x-fine")).isEqualTo("yes");
    assertThat(reply.headers().toString().toLowerCase(Locale.ROOT))
        .doesNotContain("anna", "x-note", "sk-proj", "ab3ab3");
    assertEnded(reply, "delivered", "");
  }

  @Test
  void the_provider_gets_its_credential_and_never_the_callers_key() throws Exception {
    var request =
        provider.answer(talk -> {
          talk.send(FakeProvider.HELLO);
          return talk.request();
        });

    var reply =
        gateway.call(
            post(
                "/v1/chat/completions",
                question("hi", ",\"x\":{\"y\":[1.50, null]}"),
                "X-Probity-Person: Jane",
                "Cookie: a=b"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(request.get(20, TimeUnit.SECONDS))
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nauthorization: Bearer " + Running.CREDENTIAL + "\r\n")
        .containsIgnoringCase("\r\naccept-encoding: identity\r\n")
        .doesNotContain(Running.SUPPORT.text(), "Jane", "a=b")
        .endsWith(question("hi", ",\"x\":{\"y\":[1.50, null]}"));
  }

  @Test
  void an_address_is_masked_before_the_request_leaves() throws Exception {
    var request =
        provider.answer(talk -> {
          talk.send(FakeProvider.HELLO);
          return talk.request();
        });

    var reply = gateway.call(chat("write to jane.doe@example.com now", ""));

    assertThat(request.get(20, TimeUnit.SECONDS))
        .endsWith(question("write to [redacted:personal.email] now", ""))
        .doesNotContain("jane.doe");
    assertEnded(reply, "delivered", "");
  }

  @Test
  void an_answer_with_an_address_is_altered() throws Exception {
    provider.answer(json(200, completion("ask jane.doe@example.com please")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(completion("ask [redacted:personal.email] please"));
    assertEnded(reply, "altered", "");
    assertThat(outcome(reply).items("alterations"))
        .containsExactly(Json.object().put("label", "personal.email").put("count", 1).build());
  }

  @Test
  void a_streamed_answer_with_an_address_in_pieces_is_altered() throws Exception {
    provider.answer(
        STREAM,
        said("ask jane.d"),
        said("oe@exam"),
        said("ple.com please"),
        finished("stop") + DONE + END);

    var reply = gateway.call(stream("hi"));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains("[redacted:personal.email]")
        .doesNotContain("jane", "oe@")
        .endsWith("[DONE]\n\n");
    assertEnded(reply, "altered", "");
  }

  @Test
  void a_refused_request_never_reaches_the_provider() throws Exception {
    int before = provider.requests().size();

    var reply = gateway.call(chat("charge 4111 1111 1111 1111", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("no-cards-to-the-model");
    assertThat(provider.requests()).hasSize(before);
    assertEnded(reply, "refused", "");
  }

  @Test
  void an_answer_with_a_key_is_cut() throws Exception {
    provider.answer(json(200, completion("it is " + SECRET)));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("no-credentials-in-answers");
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(reply.body()).doesNotContain("sk-");
    assertEnded(reply, "cut", "");
    assertThat(outcome(reply).get("status")).contains(Json.of(403));
    assertThat(outcome(reply).get("upstream_status")).contains(Json.of(200));
  }

  @Test
  void a_streamed_answer_with_a_key_is_cut_before_the_first_letter_of_the_key() throws Exception {
    var closed =
        provider.answer(talk -> {
          talk.send(STREAM + said("it is ") + said(SECRET.substring(0, 9)));
          talk.send(said(SECRET.substring(9)) + said(" or so"));
          return talk.closedByGateway();
        });

    var reply = gateway.call(stream("hi"));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains("it is ", "\"code\":\"no-credentials-in-answers\"", reply.record());
    assertThat(reply.body()).doesNotContain("sk-", "or so", "[DONE]");
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    assertEnded(reply, "cut", "");
  }

  @Test
  void a_client_that_hangs_up_before_the_answer_ends_the_call() throws Exception {
    int before = gateway.traffic("outcome").size();
    try (var client = gateway.client()) {
      var closed =
          provider.answer(talk -> {
            client.hangUp();
            return talk.closedByGateway();
          });
      client.send(chat("hi", ""));
      assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    }

    var outcome = gateway.outcomeAfter(before);

    assertThat(outcome.text("ending")).contains("client-gone");
    assertThat(outcome.get("status")).contains(Json.of(0));
  }

  @Test
  void a_client_that_hangs_up_during_a_silent_stream_ends_the_call() throws Exception {
    int before = gateway.traffic("outcome").size();
    var closed =
        provider.answer(talk -> {
          talk.send(STREAM + said("wait "));
          return talk.closedByGateway();
        });
    try (var client = gateway.client()) {
      client.send(stream("hi"));
      client.until("wait");
    }

    var outcome = gateway.outcomeAfter(before);

    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(outcome.text("ending")).contains("client-gone");
    assertThat(outcome.get("upstream_status")).contains(Json.of(200));
    assertThat(outcome.object("coverage").flatMap(coverage -> coverage.object("read")))
        .isNotEqualTo(Optional.of(Json.object().build()));
  }

  @Test
  void a_provider_that_cannot_be_reached_is_502() throws Exception {
    var reply = gateway.call(post("/silent/chat", question("hi", "")));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.error("type")).isEqualTo("probity_upstream");
    assertThat(reply.header("retry-after")).isEqualTo("1");
    assertEnded(reply, "upstream-failed", "connect-failed");
  }

  @Test
  void a_provider_that_is_not_configured_is_502() throws Exception {
    var reply = gateway.call(post("/nowhere/chat", question("hi", "")));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "upstream-failed", "no-such-upstream");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\":[",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cho"
      })
  void a_provider_that_hangs_up_early_is_502(String part) throws Exception {
    provider.answerAndHangUp(part);

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "upstream-failed", "closed-early");
  }

  @ParameterizedTest
  @ValueSource(strings = {"220 mail.example.com ESMTP\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
  void a_provider_that_does_not_speak_http_is_502(String answer) throws Exception {
    provider.answerAndHangUp(answer);

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "upstream-failed", "malformed-answer");
  }

  @Test
  void a_stream_that_dies_is_broken_off_and_never_looks_complete() throws Exception {
    provider.answerAndHangUp(STREAM + said("half an ans"));

    var reply = gateway.call(stream("hi"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.whole()).isFalse();
    assertThat(reply.body()).doesNotContain("[DONE]");
    assertEnded(reply, "upstream-failed", "closed-early");
  }

  @ParameterizedTest
  @CsvSource({"a stream without an end, no-finish", "an event that is not JSON, not-json"})
  void a_stream_that_is_no_whole_answer_is_broken_off(String what, String detail) throws Exception {
    String event =
        switch (what) {
          case "a stream without an end" -> "";
          default -> "data: hello\n\n";
        };
    provider.answer(STREAM, said("half"), (event.isEmpty() ? "" : FakeProvider.chunk(event)) + END);

    var reply = gateway.call(stream("hi"));

    assertThat(reply.whole()).isFalse();
    assertEnded(reply, "upstream-failed", detail);
  }

  @Test
  void what_a_provider_says_of_its_failure_in_the_middle_of_a_stream_is_passed_on()
      throws Exception {
    String failure = "data: {\"error\":{\"message\":\"overloaded\"}}\n\n";
    provider.answer(STREAM, said("half"), FakeProvider.chunk(failure) + END);

    var reply = gateway.call(stream("hi"));

    assertThat(reply.body()).contains("half").endsWith(failure);
    assertThat(reply.body()).doesNotContain("[DONE]");
    assertEnded(reply, "upstream-failed", "upstream-error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n", "HTTP/1.1 304 x\r\n"})
  void a_redirect_is_not_followed_and_not_passed_on(String head) throws Exception {
    provider.answer(head + "Content-Length: 0\r\n\r\n");

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.error("code")).isEqualTo("redirect");
    assertThat(reply.headers()).doesNotContainKey("location");
    assertEnded(reply, "cut", "redirect");
  }

  @Test
  void an_answer_with_a_content_encoding_is_not_passed_on() throws Exception {
    provider.answer(json(200, completion("hello"), "Content-Encoding: gzip"));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "cut", "encoded");
  }

  @ParameterizedTest
  @CsvSource({
    "not-json, hello",
    "cut-short, '{\"choices\":['",
    "wrong-shape, '{}'",
    "duplicate-key, '{\"choices\":[],\"choices\":[]}'"
  })
  void an_answer_that_cannot_be_read_is_not_passed_on(String fault, String body) throws Exception {
    provider.answer(json(200, body));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.error("code")).isEqualTo(fault);
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertEnded(reply, "cut", fault);
  }

  @Test
  void an_answer_that_is_too_large_is_not_passed_on() throws Exception {
    provider.answer(json(200, completion("x".repeat(70_000))));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "cut", "too-large");
  }

  @Test
  void a_large_request_and_a_large_answer_are_inspected_by_the_pool() throws Exception {
    provider.answer(json(200, completion("x".repeat(50_000) + " jane@example.com")));

    var reply = gateway.call(chat("y".repeat(10_000), ""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("x [redacted:personal.email]");
    assertEnded(reply, "altered", "");
  }

  @ParameterizedTest
  @CsvSource({"429, retry-after", "500, x-other"})
  void an_error_of_the_provider_is_passed_on(int status, String header) throws Exception {
    String body = "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\",\"code\":null}}";
    provider.answer(json(status, body, header + ": 7"));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.header(header)).isEqualTo("7");
    assertEnded(reply, "delivered", "");
    assertThat(outcome(reply).get("upstream_status")).contains(Json.of(status));
  }

  @Test
  void an_error_in_place_of_a_stream_is_passed_on() throws Exception {
    provider.answer(json(429, "{\"error\":{\"message\":\"slow down\"}}"));

    var reply = gateway.call(stream("hi"));

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.whole()).isTrue();
    assertEnded(reply, "delivered", "");
  }

  @Test
  void an_error_of_the_provider_that_is_no_json_is_inspected_as_text() throws Exception {
    String page = "<html>bad gateway; ask jane.doe@example.com</html>";
    provider.answer(FakeProvider.answer(502, "text/html", page));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.body()).isEqualTo("<html>bad gateway; ask [redacted:personal.email]</html>");
    assertEnded(reply, "altered", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void an_error_of_the_provider_without_a_body_is_passed_on(int status) throws Exception {
    provider.answer(FakeProvider.answer(status, "text/plain", ""));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).isEmpty();
    assertEnded(reply, "delivered", "");
  }

  @Test
  void an_error_of_the_provider_that_repeats_a_key_is_cut() throws Exception {
    provider.answer(FakeProvider.answer(401, "text/plain", "wrong key " + SECRET));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body()).doesNotContain("sk-");
    assertEnded(reply, "cut", "");
  }

  /// Findings of every label the bundle has, as deep as a body may be nested.
  private static String deep(int levels) {
    String name = "\"completion_tokens_details\":";
    return ("{" + name).repeat(levels)
        + "[\"jane@example.com\",\"4111 1111 1111 1111\",\""
        + SECRET
        + "\"]"
        + "}".repeat(levels);
  }

  @Test
  void findings_deep_in_a_request_fit_on_its_record() throws Exception {
    var reply =
        gateway.call(
            chat(
                "hi\"},{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":"
                    + deep(50)
                    + "}}],\"content\":\"",
                ",\"x\":" + deep(60) + ",\"tools\":[" + deep(60) + "]"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(gateway.entry("intent", reply.record()).items("findings")).hasSize(9);
  }

  @Test
  void findings_deep_in_an_answer_fit_on_its_record() throws Exception {
    provider.answer(json(200, "{\"choices\":[],\"x\":" + deep(60) + "}"));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(outcome(reply).items("findings")).hasSize(3);
  }

  @Test
  void the_intent_is_on_disk_before_the_provider_is_called_and_the_outcome_before_the_reply_ends()
      throws Exception {
    var before = OnDisk.lines(data, "\"kind\":\"intent\"");
    var during =
        provider.answer(talk -> {
          var intents = OnDisk.lines(data, "\"kind\":\"intent\"");
          talk.send(FakeProvider.HELLO);
          return intents;
        });

    var reply = gateway.call(chat("hi", ""));

    var outcomes = OnDisk.lines(data, "\"kind\":\"outcome\"");
    var intents = during.get(20, TimeUnit.SECONDS);
    intents.removeAll(before);
    assertThat(intents).anyMatch(line -> line.contains(reply.record()));
    assertThat(outcomes).anyMatch(line -> line.contains(reply.record()));
  }

  @Test
  void a_connection_of_the_provider_is_used_again() throws Exception {
    var ports = new CopyOnWriteArrayList<Integer>();
    for (int i = 0; i < 2; i++) {
      var _ =
          provider.answer(talk -> {
            ports.add(talk.socket().getPort());
            talk.send(FakeProvider.HELLO);
            return true;
          });
    }

    try (var client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(chat("hi", "")).reply().status()).isEqualTo(200);
      }
    }

    assertThat(List.copyOf(ports)).hasSize(2).containsOnly(ports.getFirst());
  }
}
