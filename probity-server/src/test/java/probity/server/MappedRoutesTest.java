package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.FakeProvider.END;
import static probity.server.FakeProvider.chunk;
import static probity.server.FakeProvider.json;
import static probity.server.Running.post;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Caller;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;

/// Ollama and Gemini through the real gateway, by their mappings in examples/ alone.
class MappedRoutesTest {
  private static final String SECRET = "sk-" + "abcdefghijklmnopqrstuvwx1234567890";
  private static final String UNARY = "/v1beta/models/gemini-2.5-flash:generateContent";
  private static final String STREAM = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";
  private static final String ASKED = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";

  @TempDir private static Path ollamaData;
  @TempDir private static Path geminiData;
  private static FakeProvider provider;
  private static Running ollama;
  private static Running gemini;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    ollama = start("ollama", ollamaData);
    gemini = start("gemini", geminiData);
  }

  private static Running start(String name, Path data) {
    var like =
        Running.config(
            data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT);
    return Running.start(
        new Config(
            like.listen(),
            data,
            like.origin(),
            like.purpose(),
            Path.of("../examples").resolve(name),
            List.of(
                new Config.UpstreamConfig(
                    name,
                    new Origin(false, "127.0.0.1", provider.port()),
                    "",
                    Optional.empty(),
                    Optional.empty())),
            List.of("127.0.0.1"),
            List.of(
                new ApiKey(
                    new Caller("support-bot", List.of("writer"), List.of()),
                    Running.SUPPORT.sha256())),
            like.limits(),
            like.timeouts(),
            Optional.empty(),
            Duration.ofMillis(50)));
  }

  @AfterAll
  static void stop() throws IOException {
    ollama.close();
    gemini.close();
    provider.close();
  }

  private static String head(String type) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  private static String chat(String content, String members) {
    return post(
        "/api/chat",
        "{\"model\":\"qwen3\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + content
            + "\"}]"
            + members
            + "}");
  }

  private static String line(String content) {
    return chunk("{\"message\":{\"content\":\"" + content + "\"},\"done\":false}\n");
  }

  private static final String LAST =
      chunk(
          "{\"message\":{\"content\":\"\"},\"done\":true,\"prompt_eval_count\":2,\"eval_count\":3}\n");

  private static String item(String part) {
    return "{\"candidates\":[{\"content\":{\"parts\":[" + part + "]}}]}";
  }

  private static void assertEnded(Running gateway, Client.Reply reply, String ending) {
    assertThat(gateway.entry("outcome", reply.record()).text("ending")).contains(ending);
  }

  @Test
  void lines_are_masked_and_end_with_the_line_that_says_so() throws Exception {
    var request =
        provider.answer(talk -> {
          talk.send(head("application/x-ndjson") + line("ask jane.d") + line("oe@exam"));
          talk.send(line("ple.com ok") + LAST + END);
          return talk.request();
        });

    var reply = ollama.call(chat("I am anna@example.com", ""));

    assertThat(request.get(20, TimeUnit.SECONDS))
        .startsWith("POST /api/chat HTTP/1.1")
        .contains("I am [redacted:personal.email]");
    assertThat(reply.whole()).isTrue();
    assertThat(reply.header("content-type")).isEqualTo("application/x-ndjson");
    assertThat(reply.body())
        .contains("ask [redacted:personal.email]", " ok", "\"done\":true")
        .doesNotContain("jane", "oe@", "ple.com");
    assertEnded(ollama, reply, "altered");
    assertThat(
            ollama
                .entry("outcome", reply.record())
                .object("usage")
                .flatMap(usage -> usage.number("total")))
        .contains(5L);
  }

  @Test
  void lines_with_a_key_end_with_an_error_that_clients_raise() throws Exception {
    provider.answer(
        head("application/x-ndjson") + line("it is ") + line(SECRET) + line(" so") + LAST + END);

    var reply = ollama.call(chat("hi", ""));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body()).contains("it is ").doesNotContain("sk-", " so", "\"done\":true");
    assertThat(reply.body().lines().toList().getLast()).startsWith("{\"error\":\"");
    assertEnded(ollama, reply, "cut");
  }

  @Test
  void an_answer_in_one_piece_is_one_where_it_was_asked_for() throws Exception {
    provider.answer(json(200, "{\"message\":{\"content\":\"a@example.com\"},\"done\":true}"));

    var reply = ollama.call(chat("hi", ",\"stream\":false"));

    assertThat(reply.body()).contains("[redacted:personal.email]");
    assertEnded(ollama, reply, "altered");
  }

  @Test
  void a_tool_call_that_nothing_permits_ends_the_stream() throws Exception {
    String call =
        "{\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"NAME\",\"arguments\":{\"city\":\"Bonn\"}}}]},\"done\":false}\n";
    provider.answer(
        head("application/x-ndjson") + chunk(call.replace("NAME", "get_weather")) + LAST + END);
    var permitted = ollama.call(chat("hi", ""));
    provider.answer(head("application/x-ndjson") + chunk(call.replace("NAME", "rm")) + LAST + END);
    var refused = ollama.call(chat("hi", ""));

    assertThat(permitted.body()).contains("get_weather", "Bonn", "\"done\":true");
    assertThat(refused.body()).startsWith("{\"error\":").doesNotContain("Bonn", "\"done\":true");
    assertEnded(ollama, permitted, "delivered");
    assertEnded(ollama, refused, "cut");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"qwen3\",\"messages\":[],\"Model\":\"forbidden\"}",
        "{\"model\":\"forbidden\",\"messages\":[]}",
        "{\"model\":\"qwen3\",\"messages\":[{\"images\":[\"aGk=\"]}]}",
        "{\"model\":\"qwen3\"}"
      })
  void what_nothing_permits_never_reaches_the_provider(String body) throws Exception {
    int before = provider.requests().size();

    var reply = ollama.call(post("/api/chat", body));

    assertThat(reply.status()).isIn(400, 403);
    assertThat(reply.body()).startsWith("{\"error\":\"");
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void an_array_is_masked_and_stays_one() throws Exception {
    String last =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" ok\",\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"totalTokenCount\":7}}";
    String whole =
        "["
            + item("{\"text\":\"ask jane.d\"}")
            + "\n,\r\n"
            + item("{\"text\":\"oe@example.com\"}")
            + "\n,\r\n"
            + last
            + "\n]\n";
    provider.answer(
        head("application/json; charset=UTF-8"),
        chunk(whole.substring(0, 70)),
        chunk(whole.substring(70)),
        END);

    var reply = gemini.call(post(STREAM, ASKED));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.body())
        .isEqualTo(
            whole.replace("jane.d", "[redacted:personal.email]").replace("oe@example.com", ""));
    assertEnded(gemini, reply, "altered");
  }

  @Test
  void an_array_with_a_key_is_closed_with_an_error() throws Exception {
    provider.answer(
        head("application/json"),
        chunk("[" + item("{\"text\":\"it is \"}")),
        chunk("," + item("{\"text\":\"" + SECRET + " or so\"}") + "]"),
        END);

    var reply = gemini.call(post(STREAM, ASKED));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body())
        .startsWith("[" + item("{\"text\":\"it is \"}") + ",{\"error\":{\"code\":403,")
        .endsWith("]")
        .doesNotContain("sk-");
    assertEnded(gemini, reply, "cut");
  }

  @Test
  void an_array_in_which_the_provider_failed_is_closed() throws Exception {
    String whole =
        "[" + item("{\"text\":\"it is \"}") + ",{\"error\":{\"message\":\"overloaded\"}}]";
    provider.answer(head("application/json"), chunk(whole), END);

    var reply = gemini.call(post(STREAM, ASKED));

    assertThat(reply.whole()).isTrue();
    assertThat(reply.body()).isEqualTo(whole);
    assertEnded(gemini, reply, "upstream-failed");
  }

  @Test
  void events_are_read_where_the_answer_says_that_it_has_them() throws Exception {
    provider.answer(
        head("text/event-stream"),
        chunk("data: " + item("{\"text\":\"ask jane.doe@example.com\"}") + "\r\n\r\n"),
        chunk("data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\r\n\r\n"),
        END);

    var reply = gemini.call(post(STREAM + "?alt=sse", ASKED));

    assertThat(reply.body())
        .startsWith("data: ")
        .contains("[redacted:personal.email]")
        .doesNotContain("jane");
    assertThat(provider.requests().getLast()).startsWith("POST " + STREAM + "?alt=sse HTTP/1.1");
    assertEnded(gemini, reply, "altered");
  }

  @Test
  void an_array_that_nobody_asked_to_stream_is_unreadable() throws Exception {
    provider.answer(json(200, "[" + item("{\"text\":\"hi\"}") + "]"));

    var reply = gemini.call(post(UNARY, ASKED));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.body()).contains("\"code\":502");
    assertEnded(gemini, reply, "cut");
  }

  @Test
  void the_model_of_the_path_is_on_the_record_and_another_is_refused() throws Exception {
    provider.answer(json(200, "{\"candidates\":[{\"finishReason\":\"STOP\"}]}"));

    var reply = gemini.call(post(UNARY, ASKED));
    var other = gemini.call(post(UNARY.replace("flash", "pro"), ASKED));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(
            gemini
                .entry("intent", reply.record())
                .object("facts")
                .flatMap(facts -> facts.text("model")))
        .contains("gemini-2.5-flash");
    assertThat(other.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "..", "a/b", "%67emini-2.5-flash", "gemini-2.5-flash%3A"})
  void an_encoded_path_is_no_route(String model) throws Exception {
    int before = provider.requests().size();

    var reply = gemini.call(post("/v1beta/models/" + model + ":generateContent", ASKED));

    assertThat(reply.status()).isBetween(400, 404);
    assertThat(provider.requests()).hasSize(before);
  }
}
