package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.upstream.Origin;
import probity.ledger.Json;
import probity.review.Reviews;
import probity.webhook.FakeReceiver;

/// What the running gateway tells the channels of its bundle.
class NotificationsTest {
  private static final byte[] KEY = "a key of twenty-four byt".getBytes(StandardCharsets.US_ASCII);
  private static final String ADDRESS = "ada@example.com";
  private static final Logger PACKAGE = Logger.getLogger("probity.server");

  /// Expects of a rule what it does not do.
  private static final String MISSED =
      """
      - id: hello-is-masked
        requirement: R-1
        controls: ["42001:A.9.4"]
        route: chat
        roles: [support]
        every: 5m
        request: '{"model":"demo-small","messages":[{"role":"user","content":"Hello"}]}'
        expect: {on: request, verdict: permit, rule: mask-addresses, redacted: [personal.email], planted: [Hello]}
      """;

  @TempDir private Path data;
  @TempDir private Path files;

  private FakeProvider provider;
  private Path secret;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    secret = files.resolve("secret");
    Files.writeString(secret, "whsec_" + Base64.getEncoder().encodeToString(KEY) + "\n");
    PACKAGE.addHandler(handler);
  }

  @AfterEach
  void stop() throws IOException {
    PACKAGE.removeHandler(handler);
    provider.close();
  }

  private Config config(List<WebhooksConfig.Hook> hooks, Optional<String> canaryChannel) {
    var governance =
        new GovernanceConfig(
            List.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            Reviews.Settings.STANDARD,
            canaryChannel,
            new WebhooksConfig(5, 8, Duration.ofSeconds(1), hooks),
            Optional.empty());
    return Running.config(
            data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
        .with(Path.of("src/test/resources/e2e/obligations"))
        .with(governance);
  }

  private Running telling(Origin origin) {
    return Running.start(config(List.of(hook("operators", origin)), Optional.empty()));
  }

  private WebhooksConfig.Hook hook(String channel, Origin origin) {
    return new WebhooksConfig.Hook(
        channel, origin, "/probity", Optional.of(secret), Optional.empty());
  }

  private static boolean isSigned(FakeReceiver.Came came) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed = came.id() + "." + came.seconds() + "." + came.body();
    byte[] sum = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    return came.signature().equals("v1," + Base64.getEncoder().encodeToString(sum));
  }

  private static Json.Obj body(FakeReceiver.Came came) {
    return Json.parseCanonicalObject(came.body()).orThrow();
  }

  @Test
  void a_rule_that_notifies_reaches_the_receiver_of_its_channel_signed_and_without_content()
      throws Exception {
    try (var receiver = new FakeReceiver(_ -> 200);
        var server = telling(receiver.origin())) {
      var reply = server.call(Running.chat("Write to " + ADDRESS, ""));

      var came = receiver.next();

      assertThat(isSigned(came)).isTrue();
      assertThat(came.seconds()).isEqualTo(Running.CLOCK.millis() / 1000);
      assertThat(body(came))
          .isEqualTo(
              Json.object()
                  .put("type", "decision")
                  .put("timestamp", "2026-11-25T09:00:00Z")
                  .put(
                      "data",
                      Json.object()
                          .put("channel", "operators")
                          .put("rule", "tell-of-persons")
                          .put("verdict", "permit")
                          .put("route", "chat")
                          .put("record", reply.record())
                          .put("log", "probity.example/e2e/" + Running.TRAFFIC)
                          .build())
                  .build());
      assertThat(lines)
          .contains(
              "channel `operators`: rule `tell-of-persons`, permit on route `chat`, record "
                  + reply.record());
      assertThat(lines).noneMatch(line -> line.contains("webhooks"));
    }
  }

  @Test
  void a_receiver_that_fails_gets_it_again() throws Exception {
    try (var receiver = new FakeReceiver(number -> number == 0 ? 500 : 200);
        var server = telling(receiver.origin())) {
      server.call(Running.chat("Write to " + ADDRESS, ""));

      var first = receiver.next();
      var second = receiver.next();

      assertThat(second.id()).isEqualTo(first.id());
      assertThat(isSigned(second)).isTrue();
    }
  }

  @Test
  void a_silent_receiver_holds_up_no_call_though_its_queue_is_full() throws Exception {
    try (var receiver = new FakeReceiver(_ -> -1)) {
      try (var server = telling(receiver.origin())) {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 20; i++) {
          statuses.add(server.call(Running.chat("Write to " + ADDRESS, "")).status());
        }

        assertThat(statuses).containsOnly(200).hasSize(20);
        assertThat(server.traffic("outcome")).hasSize(20);
      }
      assertThat(receiver.all()).hasSizeLessThan(20);
    }
    assertThat(lines.stream().filter(line -> line.contains("rule `tell-of-persons`"))).hasSize(20);
  }

  @Test
  void a_missed_canary_reaches_the_receiver_of_the_channel_for_canaries() throws Exception {
    var bundle = files.resolve("bundle");
    copy(Path.of("src/test/resources/e2e/obligations"), bundle);
    Files.createDirectory(bundle.resolve("canaries"));
    Files.writeString(bundle.resolve("canaries/all.yaml"), MISSED);
    try (var receiver = new FakeReceiver(_ -> 200)) {
      var hooks = List.of(hook("operators", receiver.origin()));
      try (var server = Running.start(config(hooks, Optional.of("operators")).with(bundle))) {
        var came = receiver.next();

        var data = body(came).object("data").orElseThrow();
        String record = data.text("record").orElseThrow();
        assertThat(isSigned(came)).isTrue();
        assertThat(body(came).text("type")).contains("canary");
        assertThat(data.text("channel")).contains("operators");
        assertThat(data.text("sentence").orElseThrow())
            .startsWith("canary `hello-is-masked` was missed (rule) for 42001:A.9.4");
        assertThat(data.text("log")).contains("probity.example/e2e/" + Running.TRAFFIC);
        assertThat(server.entry("intent", record).text("purpose")).contains("canary");
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) Files.createDirectories(target);
        else Files.copy(path, target);
      }
    }
  }

  @Test
  void a_channel_without_an_address_is_said_once_and_goes_to_the_log() throws Exception {
    try (var receiver = new FakeReceiver(_ -> 200);
        var server =
            Running.start(
                config(List.of(hook("operatros", receiver.origin())), Optional.empty()))) {
      server.call(Running.chat("Write to " + ADDRESS, ""));
      server.call(Running.chat("Write to " + ADDRESS, ""));

      assertThat(lines.stream().filter(line -> line.contains("webhooks")))
          .containsExactly(
              "channel `operators` has no address under `webhooks`: its notifications go to the"
                  + " log alone",
              "`webhooks` names the channel `operatros`, which the bundle does not declare");
      assertThat(lines.stream().filter(line -> line.contains("rule `tell-of-persons`"))).hasSize(2);
      assertThat(receiver.all()).isEmpty();
    }
  }

  @Test
  void a_secret_of_another_form_refuses_the_start_and_is_not_printed() throws Exception {
    Files.writeString(secret, "hunter2");
    var config =
        config(List.of(hook("operators", new Origin(false, "127.0.0.1", 1))), Optional.empty());

    assertThatThrownBy(() -> Running.start(config))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("the secret of the webhook of `operators`")
        .hasMessageContaining("`whsec_` and 24 to 64 bytes in base64")
        .hasMessageNotContaining("hunter2");
  }
}
