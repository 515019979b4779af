package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.upstream.Origin;
import probity.ledger.Json;

/// A classifier of the configuration, behind a socket of its own, at the running gateway.
class ClassifiersTest {
  private static final String ABUSE = "[{\"label\":\"TOXIC\",\"score\":0.93}]";
  private static final String NOTHING = "[{\"label\":\"TOXIC\",\"score\":0.02}]";

  @TempDir private Path data;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<String> answers = body -> NOTHING;
  private volatile int status = 200;
  private HttpServer classifier;
  private FakeProvider provider;

  @BeforeEach
  void listen() throws IOException {
    provider = FakeProvider.start();
    for (int i = 0; i < 3; i++) {
      provider.answer(FakeProvider.json(200, FakeProvider.completion("ok")));
    }
    classifier = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    classifier.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    classifier.createContext(
        "/predict",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(body);
            credentials.addAll(exchange.getRequestHeaders().getOrDefault("x-key", List.of()));
            byte[] answer = answers.apply(body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    classifier.start();
  }

  @AfterEach
  void close() throws IOException {
    classifier.stop(0);
    provider.close();
  }

  private ClassifierConfig config(boolean required) {
    return new ClassifierConfig(
        "house@3",
        new ClassifierConfig.Where.Http(
            new Origin(false, "127.0.0.1", classifier.getAddress().getPort()),
            "/predict",
            100,
            Optional.of(
                new Config.Credential("x-key", "", new Config.Credential.Source.Given("k-1"))),
            Optional.empty()),
        new TreeMap<>(Map.of("TOXIC", "model.toxic", "PLAN", "model.secret-plan")),
        Duration.ofMillis(700),
        3,
        required);
  }

  private Running start(List<ClassifierConfig> classifiers) {
    return Running.start(
        Running.config(
                data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
            .with(Path.of("src/test/resources/e2e/classifiers"))
            .with(classifiers));
  }

  @Test
  void what_it_says_of_a_text_decides_and_stands_on_the_record_in_our_words() throws Exception {
    answers = body -> ABUSE;
    try (var server = start(List.of(config(true)))) {
      var reply = server.call(Running.chat("You are all fools.", ""));

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.error("code")).isEqualTo("no-toxic-texts");
      assertThat(asked).containsExactly("{\"inputs\":\"You are all fools.\"}");
      assertThat(credentials).containsExactly("k-1");
      var intent = server.entry("intent", reply.record());
      assertThat(intent.items("findings"))
          .singleElement()
          .satisfies(each -> {
            var finding = (Json.Obj) each;
            assertThat(finding.text("label")).contains("model.toxic");
            assertThat(finding.text("detector")).contains("house@3");
            assertThat(finding.number("confidence")).contains(93L);
          });
      assertThat(intent.canonical()).doesNotContain("TOXIC").doesNotContain("fools");
    }
  }

  @Test
  void a_span_that_it_finds_can_be_masked() throws Exception {
    answers = body -> "[{\"entity_group\":\"PLAN\",\"score\":0.8,\"start\":4,\"end\":9}]";
    try (var server = start(List.of(config(true)))) {
      var reply = server.call(Running.chat("The Atlas project.", ""));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(provider.requests().getLast())
          .contains("The [redacted:model.secret-plan] project.");
    }
  }

  @Test
  void without_an_answer_the_request_goes_no_further_where_it_is_required() throws Exception {
    status = 503;
    try (var server = start(List.of(config(true)))) {
      int before = provider.requests().size();

      var reply = server.call(Running.chat("Hello.", ""));

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.error("code")).isEqualTo("unscanned");
      assertThat(provider.requests()).hasSize(before);
    }
  }

  @Test
  void without_an_answer_the_record_says_so_where_it_is_not_required() throws Exception {
    status = 503;
    try (var server = start(List.of(config(false)))) {
      var reply = server.call(Running.chat("Hello.", ""));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(
              server
                  .entry("intent", reply.record())
                  .object("coverage")
                  .flatMap(coverage -> coverage.object("not_read"))
                  .flatMap(notRead -> notRead.number("unscanned")))
          .contains(1L);
    }
  }

  @Test
  void one_that_hangs_is_waited_for_once_and_then_left_alone_for_a_while() throws Exception {
    answers =
        body -> {
          try {
            Thread.sleep(3000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return NOTHING;
        };
    try (var server = start(List.of(config(false)))) {
      for (int i = 0; i < 3; i++) {
        assertThat(server.call(Running.chat("Hello " + i + ".", "")).status()).isEqualTo(200);
      }

      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void a_text_that_it_does_not_take_keeps_it_from_no_other() throws Exception {
    try (var server = start(List.of(config(true)))) {
      status = 413;
      var refused = server.call(Running.chat("Too much for it.", ""));
      status = 200;
      var next = server.call(Running.chat("Hello.", ""));

      assertThat(refused.error("code")).isEqualTo("unscanned");
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @Test
  void a_text_longer_than_its_calls_is_unscanned_and_pieces_end_between_words() throws Exception {
    try (var server = start(List.of(config(true)))) {
      var fits = server.call(Running.chat("abcd ".repeat(56).strip(), ""));
      var pieces = List.copyOf(asked);
      var tooLong = server.call(Running.chat("efgh ".repeat(70).strip(), ""));

      assertThat(fits.status()).isEqualTo(200);
      assertThat(pieces).hasSize(3);
      assertThat(String.join("", pieces)).doesNotContain("\"bcd").doesNotContain("abc\"");
      assertThat(tooLong.error("code")).isEqualTo("unscanned");
    }
  }

  @Test
  void one_that_is_gone_after_a_restart_takes_its_bundle_with_it() throws Exception {
    try (var server = start(List.of(config(true)))) {
      assertThat(server.call(Running.chat("Hello.", "")).status()).isEqualTo(200);
    }
    try (var server = start(List.of())) {
      var reply = server.call(Running.chat("Hello.", ""));

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.error("code")).isEqualTo("no-bundle-in-force");
    }
  }

  private ClassifierConfig file(TinyOnnx tiny) {
    return new ClassifierConfig(
        "tiny@1",
        new ClassifierConfig.Where.Onnx(
            tiny.model(), tiny.tokenizer(), List.of("PLAN", "TOXIC"), true, 254),
        new TreeMap<>(Map.of("TOXIC", "model.toxic", "PLAN", "model.secret-plan")),
        Duration.ofSeconds(5),
        3,
        true);
  }

  @Test
  void a_model_in_a_file_decides_as_well() throws Exception {
    try (var server = start(List.of(file(TinyOnnx.in(data))))) {
      var reply = server.call(Running.chat("Rude rude.", ""));

      assertThat(reply.error("code")).isEqualTo("no-toxic-texts");
      assertThat(server.entry("intent", reply.record()).canonical()).contains("tiny@1");
    }
  }

  @Test
  void a_model_whose_file_is_missing_refuses_the_start() {
    var nowhere = new TinyOnnx(data.resolve("none.onnx"), data.resolve("none.json"));

    assertThatThrownBy(() -> start(List.of(file(nowhere))).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("classifier `tiny@1`: the tokenizer")
        .hasMessageContaining("none.json` cannot be read");
  }

  @Test
  void a_label_that_nobody_gives_does_not_go_into_force() {
    assertThatThrownBy(() -> start(List.of()).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("label `model.secret-plan` is given by no classifier");
  }
}
