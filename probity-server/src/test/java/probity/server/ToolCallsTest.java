package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.DONE;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.STREAM;
import static probity.server.FakeProvider.asked;
import static probity.server.FakeProvider.finished;
import static probity.server.FakeProvider.json;
import static probity.server.FakeProvider.said;
import static probity.server.FakeProvider.toolCalls;
import static probity.server.Running.chat;
import static probity.server.Running.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// Tools that a model asks for: each call decided and on record before the client sees it.
class ToolCallsTest {
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

  private static List<Json.Obj> steps(Client.Reply reply) {
    return gateway.traffic("step").stream()
        .filter(step -> step.text("exchange").equals(Optional.of(reply.record())))
        .toList();
  }

  private static List<String> verdicts(Client.Reply reply) {
    return steps(reply).stream()
        .map(step ->
            step.number("number").orElse(-1L)
                + " "
                + step.text("tool").orElse("")
                + " "
                + step.text("verdict").orElse(""))
        .toList();
  }

  private static void assertCounts(Client.Reply reply, String ending, int asked, int allowed) {
    var outcome = gateway.entry("outcome", reply.record());
    assertThat(outcome.text("ending")).contains(ending);
    assertThat(outcome.get("tools_asked")).contains(Json.of(asked));
    assertThat(outcome.get("tools_allowed")).contains(Json.of(allowed));
    assertThat(outcome.get("tools_refused")).contains(Json.of(asked - allowed));
  }

  @Test
  void a_permitted_call_is_a_step_and_is_delivered() throws IOException {
    provider.answer(json(200, toolCalls("lookup_order")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.body()).isEqualTo(toolCalls("lookup_order"));
    assertThat(verdicts(reply)).containsExactly("0 lookup_order permit");
    assertCounts(reply, "delivered", 1, 1);
  }

  @Test
  void a_refused_call_keeps_the_answer_from_the_client() throws IOException {
    provider.answer(json(200, toolCalls("issue_refund")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("refunds-need-a-person");
    assertThat(verdicts(reply)).containsExactly("0 issue_refund refuse");
    assertCounts(reply, "cut", 1, 0);
  }

  @Test
  void each_of_two_calls_is_a_step_and_one_that_is_refused_is_enough() throws IOException {
    provider.answer(json(200, toolCalls("lookup_order", "issue_refund", "lookup_order")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(verdicts(reply)).containsExactly("0 lookup_order permit", "1 issue_refund refuse");
    assertCounts(reply, "cut", 2, 1);
  }

  @Test
  void a_tool_that_the_bundle_does_not_declare_is_refused_and_its_name_withheld()
      throws IOException {
    provider.answer(json(200, toolCalls("drop_tables")));

    var reply = gateway.call(chat("hi", ""));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error("code")).isEqualTo("probity/default");
    assertThat(reply.body()).doesNotContain("drop_tables");
    assertThat(verdicts(reply)).containsExactly("0  refuse");
    assertThat(fields(steps(reply).getFirst())).containsExactly("tool.0");
  }

  private static List<String> fields(Json.Obj entry) {
    return Json.objects(entry.items("withheld")).stream()
        .map(item -> item.text("field").orElse(""))
        .toList();
  }

  @Test
  void streamed_calls_are_steps_on_disk_before_their_bytes_reach_the_client() throws IOException {
    provider.answer(
        STREAM,
        said("let me see "),
        asked(0, "lookup_order") + asked(1, "lookup_order"),
        finished("tool_calls") + DONE + END);

    try (var client = gateway.client()) {
      client.send(stream("hi"));
      String record = record(client.until("tool_calls"));
      var steps = OnDisk.lines(data, "\"step\":\"tool-call\"");
      client.until("[DONE]");

      assertThat(steps).anyMatch(line -> line.contains(record));
    }
  }

  private static String record(String head) {
    var header = Pattern.compile("x-probity-record: (\\w+)").matcher(head);
    assertThat(header.find()).isTrue();
    return header.group(1);
  }

  @Test
  void streamed_calls_that_are_permitted_are_delivered() throws IOException {
    provider.answer(
        STREAM,
        asked(0, "lookup_order") + asked(1, "lookup_order"),
        finished("tool_calls") + DONE + END);

    var reply = gateway.call(stream("hi"));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body().split("lookup_order", -1)).hasSize(3);
    assertThat(verdicts(reply)).containsExactly("0 lookup_order permit", "1 lookup_order permit");
    assertCounts(reply, "delivered", 2, 2);
  }

  @Test
  void a_streamed_call_that_is_refused_cuts_the_stream_before_its_bytes() throws IOException {
    provider.answer(
        STREAM,
        said("one moment ") + asked(0, "lookup_order") + asked(1, "issue_refund"),
        finished("tool_calls") + DONE + END);

    var reply = gateway.call(stream("hi"));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .contains("one moment", "lookup_order", "refunds-need-a-person")
        .doesNotContain("issue_refund", "[DONE]");
    assertThat(verdicts(reply)).containsExactly("0 lookup_order permit", "1 issue_refund refuse");
    assertCounts(reply, "cut", 2, 1);
  }
}
