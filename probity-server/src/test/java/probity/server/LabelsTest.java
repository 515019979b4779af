package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;

/// Telephones of regions, and labels that a bundle defines, at the running gateway.
class LabelsTest {
  private static final String NUMBERS = "ask 030 901820 or 212-736-5000";

  @TempDir private Path data;

  private FakeProvider provider;
  private Running server;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    var limits = Running.limits(Duration.ofSeconds(20));
    server =
        Running.start(
            Running.config(data, provider.port(), limits, Running.PATIENT)
                .with(Path.of("src/test/resources/e2e/labels")));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
  }

  @Test
  void each_route_knows_the_telephones_of_its_own_regions() throws Exception {
    assertThat(asked("/v1/chat/completions"))
        .contains("ask [redacted:personal.phone] or 212-736-5000");
    assertThat(asked("/abroad/chat")).contains("ask 030 901820 or [redacted:personal.phone]");
  }

  @Test
  void a_number_is_masked_in_an_answer_as_its_route_says() throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.completion(NUMBERS)));

    var reply = server.call(Running.chat("hello", ""));

    assertThat(reply.body()).contains("ask [redacted:personal.phone] or 212-736-5000");
  }

  @Test
  void a_number_in_pieces_is_masked_in_a_stream() throws Exception {
    provider.answer(
        FakeProvider.STREAM
            + FakeProvider.said("ask 030")
            + FakeProvider.said(" 90")
            + FakeProvider.said("1820 or 212-736-5000")
            + FakeProvider.finished("stop")
            + FakeProvider.DONE);

    var reply = server.call(Running.stream("hello"));

    assertThat(reply.body()).contains("[redacted:personal.phone]").doesNotContain("901820");
    assertThat(reply.body()).doesNotContain("1820 or").doesNotContain("030");
  }

  @Test
  void the_record_says_what_was_found_and_not_its_text() throws Exception {
    provider.answer(FakeProvider.json(200, FakeProvider.completion("ok")));

    var reply = server.call(Running.chat(NUMBERS, ""));

    var intent = server.entry("intent", reply.record());
    assertThat(intent.items("findings"))
        .singleElement()
        .satisfies(each -> {
          var finding = (Json.Obj) each;
          assertThat(finding.text("label")).contains("personal.phone");
          assertThat(finding.text("detector")).contains("personal.phone@1");
          assertThat(finding.number("confidence")).contains(75L);
        });
    assertThat(intent.canonical()).doesNotContain("901820");
  }

  @Test
  void a_label_of_the_bundle_is_masked_in_requests() throws Exception {
    assertThat(asked("/v1/chat/completions", "is nordstern PRJ-20481 due? No Nordsterne."))
        .contains("is [redacted:business.project] [redacted:business.project] due? No Nordsterne.");
  }

  @Test
  void a_label_of_the_bundle_is_masked_in_a_stream_and_recorded_with_its_version()
      throws Exception {
    provider.answer(
        FakeProvider.STREAM
            + FakeProvider.said("the Blaue")
            + FakeProvider.said(" Bu")
            + FakeProvider.said("cht is due")
            + FakeProvider.finished("stop")
            + FakeProvider.DONE);

    var reply = server.call(Running.stream("hello"));

    assertThat(reply.body())
        .contains("[redacted:business.project]")
        .doesNotContain("Blaue")
        .doesNotContain("cht is");
    assertThat(server.entry("outcome", reply.record()).canonical())
        .contains("business.project@3")
        .doesNotContain("Bucht");
  }

  @Test
  void a_tool_call_that_holds_a_label_of_the_bundle_is_refused() throws Exception {
    provider.answer(
        FakeProvider.json(
            200,
            FakeProvider.toolCalls("look_up").replace("{}", "{\\\"about\\\":\\\"PRJ-20481\\\"}")));

    var reply =
        server.call(
            Running.chat(
                "hello",
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\"}}]"));

    assertThat(reply.body()).contains("no-projects-to-tools").doesNotContain("PRJ-20481");
  }

  private String asked(String path) throws Exception {
    return asked(path, NUMBERS);
  }

  private String asked(String path, String content) throws Exception {
    var request =
        provider.answer(talk -> {
          talk.send(FakeProvider.json(200, FakeProvider.completion("ok")));
          return talk.request();
        });
    var reply =
        server.call(
            Running.post(
                path,
                "{\"model\":\"demo-small\",\"messages\":[{\"role\":\"user\",\"content\":\""
                    + content
                    + "\"}]}"));
    assertThat(reply.status()).isEqualTo(200);
    return request.get(20, TimeUnit.SECONDS);
  }
}
