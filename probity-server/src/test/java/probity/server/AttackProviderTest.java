package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.answer;
import static probity.server.FakeProvider.completion;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.FakeProvider.toolCalls;
import static probity.server.Running.chat;
import static probity.server.Running.get;
import static probity.server.Running.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.ledger.Json;

/// Providers that lie about what they send.
class AttackProviderTest {
  private static final String MAIL = "ask jane.doe@example.com please";
  private static final String MASKED = "[redacted:personal.email]";

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

  private static void assertEnded(Client.Reply reply, String ending, String detail) {
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains(ending);
    assertThat(outcome.text("detail")).contains(detail);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, 101, 600, 999, 1000})
  void a_status_that_is_none_is_no_answer(int status) throws Exception {
    provider.answer(json(status, completion("hello")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "upstream-failed", "malformed-answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Content-Length: 3",
        "X-A: b\nX-B: c",
        "X-A: b\0c"
      })
  void a_head_that_two_parsers_may_read_in_two_ways_is_no_answer(String line) throws Exception {
    provider.answer(json(200, completion("hello"), line));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "upstream-failed", "malformed-answer");
  }

  @Test
  void what_follows_an_answer_is_not_taken_for_the_answer_to_another_call() throws Exception {
    provider.answer(json(200, completion("one")) + json(200, completion("poison")));

    var first = gateway.call(chat("hi", ""));
    var second = gateway.call(chat("hi", ""));

    assertThat(first.body()).contains("one");
    assertThat(second.body()).contains("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "Text/Event-Stream;charset=utf-16",
        "TEXT/EVENT-STREAM ; charset=utf-7"
      })
  void a_stream_is_inspected_and_passed_on_as_what_it_was_read_as(String type) throws Exception {
    provider.answer(
        STREAM.replace("text/event-stream", type), said(MAIL), finished("stop") + DONE + END);

    var reply = gateway.call(stream("hi"));

    assertThat(reply.body()).contains(MASKED).doesNotContain("jane");
    assertThat(reply.header("content-type")).isEqualTo("text/event-stream");
    assertEnded(reply, "altered", "");
  }

  @ParameterizedTest
  @CsvSource({"application/json; charset=utf-7", "text/html", "application/octet-stream"})
  void an_answer_is_passed_on_as_what_it_was_read_as(String type) throws Exception {
    provider.answer(answer(200, type, completion(MAIL)));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.body()).contains(MASKED).doesNotContain("jane");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
  }

  @Test
  void a_page_of_html_is_passed_on_as_text() throws Exception {
    provider.answer(answer(502, "text/html; charset=utf-7", "<html>bad gateway</html>"));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.header("content-type")).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void a_stream_in_place_of_an_answer_is_not_passed_on() throws Exception {
    provider.answer(STREAM, said(MAIL), finished("stop") + DONE + END);

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.body()).doesNotContain("jane");
    assertEnded(reply, "cut", "not-json");
  }

  @Test
  void an_answer_in_place_of_a_stream_is_inspected() throws Exception {
    provider.answer(json(200, completion(MAIL)));

    var reply = gateway.call(stream("hi"));

    assertThat(reply.body()).contains(MASKED).doesNotContain("jane");
    assertEnded(reply, "altered", "");
  }

  @Test
  void nothing_that_follows_the_end_of_a_stream_is_passed_on() throws Exception {
    provider.answer(
        STREAM,
        said("hello") + finished("stop") + DONE + said(MAIL),
        "0\r\nX-Leak: " + MAIL + "\r\n\r\n");

    var reply = gateway.call(stream("hi"));

    assertThat(reply.body()).endsWith("[DONE]\n\n").doesNotContain("jane");
    assertEnded(reply, "delivered", "");
  }

  @Test
  void a_second_content_encoding_does_not_hide_behind_the_first() throws Exception {
    provider.answer(json(200, "{}", "Content-Encoding: identity", "Content-Encoding: gzip"));

    var reply = gateway.call(get("/v1/models"));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "cut", "encoded");
  }

  @Test
  void a_header_of_the_providers_connection_ends_there() throws Exception {
    provider.answer(json(200, "{}", "Connection: X-Inner, close", "X-Inner: a", "X-Outer: b"));

    var reply = gateway.call(get("/v1/models"));

    assertThat(reply.headers()).doesNotContainKeys("x-inner", "connection");
    assertThat(reply.header("x-outer")).isEqualTo("b");
  }

  @Test
  void more_tool_calls_than_the_bound_get_no_entries() throws Exception {
    int before = gateway.traffic("step").size();
    var names = Collections.nCopies(513, "lookup_order").toArray(String[]::new);
    provider.answer(json(200, toolCalls(names)));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(502);
    assertEnded(reply, "cut", "too-large");
    assertThat(gateway.traffic("step")).hasSize(before);
  }

  @Test
  void a_long_name_is_withheld_and_does_not_fill_the_vault() throws Exception {
    provider.answer(json(200, toolCalls("x".repeat(50_000))));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(gateway.entry("step", reply.record()).items("withheld")).hasSize(1);
    Running.await(() -> gateway.traffic("outcome").size() > 0);
    try (var files = Files.walk(data.resolve("vault"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(50_000));
    }
  }

  @Test
  void a_number_that_no_entry_can_hold_does_not_spoil_the_outcome() throws Exception {
    provider.answer(
        json(
            200,
            completion("hello")
                .replace("\"total_tokens\":3", "\"total_tokens\":999999999999999999")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(gateway.entry("outcome", reply.record()).get("status")).contains(Json.of(200));
  }
}
