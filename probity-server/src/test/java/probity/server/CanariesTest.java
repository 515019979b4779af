package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.canary.Status;
import probity.evidence.CanaryRun;
import probity.ledger.Entry;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.review.Reviews;

/// Canaries at the running gateway: sent by its own scheduler, through sockets, into a real ledger.
class CanariesTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String MAIL = "jane.doe@example.com";
  private static final String CANARIES =
      """
      - &
        id: card-is-refused
        request: '{"model":"demo-small","messages":[{"role":"user","content":"CARD"}]}'
        expect: {on: request, verdict: refuse, rule: no-cards-to-the-model}
      - &
        id: mail-is-masked
        request: '{"model":"demo-small","messages":[{"role":"user","content":"MAIL"}]}'
        answer: understood
        expect:
          on: request
          verdict: permit
          rule: mask-email-before-it-leaves
          redacted: [personal.email]
          planted: [MAIL]
      - &
        id: mail-in-a-stream-is-masked
        request: '{"model":"demo-small","stream":true,"messages":[{"role":"user","content":"whom?"}]}'
        answer: write to MAIL today
        expect:
          on: response
          verdict: permit
          rule: mask-email-in-answers
          redacted: [personal.email]
          planted: [MAIL]
      - &
        id: refund-is-refused
        request: '{"model":"demo-small","messages":[{"role":"user","content":"refund"}]}'
        calls: {tool: issue_refund, arguments: '{"order":"20771"}'}
        expect: {on: tool, verdict: refuse, rule: refunds-need-a-person, planted: ["20771"]}
      """
          .replace(
              "- &\n",
              "- requirement: R-1\n  controls: [\"test:1\"]\n  route: chat\n  roles: [support]\n  every: 5m\n")
          .replace("CARD", CARD)
          .replace("MAIL", MAIL);

  private static final String LIMIT =
      """
      - id: one-call-a-minute
        requirement: R-1
        controls: ["test:1"]
        owner: tester
        risk: R-1
        on: request
        when: route == 'chat'
        then: limit
        counter: all
        max: 1
        reason: one call a minute
        tests:
          - {name: second, given: {route: chat, counters: {all: 1}}, expect: limit}
          - {name: first, given: {route: chat, counters: {all: 0}}, expect: none}
      """;

  @TempDir private Path data;
  @TempDir private Path bundle;

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          warnings.add(new java.util.logging.SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    Logger.getLogger("probity.server").addHandler(handler);
    copy(Running.BUNDLE, bundle);
    Files.createDirectory(bundle.resolve("canaries"));
    Files.writeString(bundle.resolve("canaries/all.yaml"), CANARIES);
    Files.writeString(
        bundle.resolve("bundle.yaml"),
        Files.readString(bundle.resolve("bundle.yaml"))
            + "\nchannels: [ops]\ncounters:\n  - {id: all, counts: requests, per: [], window: 60s}\n");
    Files.writeString(bundle.resolve("rules/limit.yaml"), LIMIT);
  }

  @AfterEach
  void stop() throws IOException {
    Logger.getLogger("probity.server").removeHandler(handler);
    provider.close();
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

  private Running running() {
    return Running.start(
        Running.config(
                data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
            .with(bundle)
            .with(
                new GovernanceConfig(
                    List.of(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Reviews.Settings.STANDARD,
                    Optional.of("ops"))));
  }

  /// Waits until each has run.
  private static List<Status> ran(Running server) throws InterruptedException {
    Running.await(
        () -> server.canaries().status().stream().noneMatch(one -> one.result().equals("waiting")));
    return server.canaries().status();
  }

  @Test
  void each_is_sent_at_the_start_and_met() throws Exception {
    try (var server = running()) {
      assertThat(ran(server))
          .extracting(status -> status.canary().id(), Status::result, CanariesTest::reason)
          .containsExactly(
              tuple("card-is-refused", "met", ""),
              tuple("mail-is-masked", "met", ""),
              tuple("mail-in-a-stream-is-masked", "met", ""),
              tuple("refund-is-refused", "met", ""));
      assertThat(warnings).noneMatch(line -> line.contains("canary"));
    }
  }

  private static String reason(Status status) {
    return status.last().map(CanaryRun::reason).orElseThrow();
  }

  @Test
  void each_run_is_an_exchange_on_record_and_an_entry_that_ties_it_to_its_control()
      throws Exception {
    try (var server = running()) {
      ran(server);
      for (Json.Obj run : server.traffic("canary")) {
        String exchange = run.text("exchange").orElseThrow();
        var intent = entry(server, "intent", exchange);
        assertThat(Optional.of(intent.leaf().hex())).isEqualTo(run.text("intent"));
        assertThat(intent.body().text("purpose")).contains("canary");
        assertThat(intent.body().object("facts").orElseThrow().text("purpose")).contains("canary");
        assertThat(intent.body().text("caller"))
            .contains("probity.canary." + run.text("canary").orElseThrow());
        assertThat(intent.body().object("bundle")).isEqualTo(run.object("bundle"));
        assertThat(entry(server, "outcome", exchange).body().text("purpose")).contains("canary");
        assertThat(run.items("controls")).containsExactly(new Json.Str("test:1"));
        assertThat(run.text("result")).contains("met");
      }
      assertThat(server.traffic("canary")).hasSize(4);
    }
  }

  private static Entry entry(Running server, String kind, String exchange) {
    return server.entries(Running.TRAFFIC).stream()
        .filter(entry -> entry.kind().equals(kind))
        .filter(entry -> entry.body().text("exchange").equals(Optional.of(exchange)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void none_reaches_the_provider_and_what_each_holds_stands_in_no_entry() throws Exception {
    try (var server = running()) {
      ran(server);
    }

    assertThat(provider.requests()).isEmpty();
    assertThat(Running.verify(data))
        .extracting(entry -> entry.body().canonical())
        .noneMatch(text -> text.contains(MAIL) || text.contains(CARD) || text.contains("20771"));
  }

  @Test
  void a_rule_that_no_longer_refuses_is_missed_and_raises_the_alarm_though_nothing_leaks()
      throws Exception {
    var rules = bundle.resolve("rules/all.yaml");
    Files.writeString(
        rules,
        Files.readString(rules)
            .replace(
                "when: \"'payment.card' in labels\"",
                "when: \"'payment.card' in labels && caller == 'x'\"")
            .replace(
                "given: {labels: {payment.card: 95}}, expect: refuse",
                "given: {caller: x, labels: {payment.card: 95}}, expect: refuse"));
    try (var server = running()) {
      var missed = ran(server).getFirst();

      assertThat(missed.result()).isEqualTo("missed");
      assertThat(reason(missed)).isEqualTo("verdict");
      assertThat(server.traffic("canary"))
          .anyMatch(run -> run.text("result").equals(Optional.of("missed")));
      String sentence = "canary `card-is-refused` was missed (verdict) for test:1 (R-1)";
      assertThat(warnings).anyMatch(line -> line.startsWith(sentence));
      assertThat(warnings).anyMatch(line -> line.startsWith("channel `ops`: " + sentence));
    }
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void a_mask_that_no_longer_masks_is_missed() throws Exception {
    var rules = bundle.resolve("rules/all.yaml");
    Files.writeString(
        rules,
        Files.readString(rules)
            .replace(
                "when: \"'personal.email' in labels\"",
                "when: \"'personal.email' in labels && caller == 'x'\"")
            .replace(
                "given: {labels: {personal.email: 90}}, expect: redact",
                "given: {caller: x, labels: {personal.email: 90}}, expect: redact"));
    try (var server = running()) {
      assertThat(ran(server))
          .extracting(Status::result)
          .containsExactly("met", "missed", "missed", "met");
      assertThat(reason(server.canaries().status().get(1))).isEqualTo("rule");
      assertThat(reason(server.canaries().status().get(2))).isEqualTo("not-decided");
    }
  }

  @Test
  void they_take_nothing_of_what_traffic_may_use() throws Exception {
    try (var server = running()) {
      ran(server);

      var first = server.call(Running.chat("Hello", ""));
      var second = server.call(Running.chat("Hello", ""));

      assertThat(first.status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(429);
      // Nor does traffic take from them.
      server.canaries().run("mail-is-masked");
      assertThat(server.canaries().status()).extracting(Status::result).containsOnly("met");
    }
  }

  @Test
  void no_header_and_no_callers_key_makes_a_canary() throws Exception {
    try (var server = running()) {
      ran(server);

      var reply =
          server.call(
              Running.post(
                  "/v1/chat/completions",
                  Running.question("Hello", ""),
                  "x-probity-purpose: canary",
                  "purpose: canary"));

      assertThat(server.entry("intent", reply.record()).text("purpose")).contains("test");
      assertThat(provider.requests()).hasSize(1);
      int port = server.canaries().port().orElseThrow();
      try (var client = new Client(port)) {
        assertThat(client.send(Running.chat("Hello", "")).reply().status()).isEqualTo(401);
      }
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void a_run_can_be_asked_for() throws Exception {
    try (var server = running()) {
      ran(server);

      var status = server.canaries().run("card-is-refused").orElseThrow();

      assertThat(status.result()).isEqualTo("met");
      assertThat(Ulid.isUpperCase(status.last().orElseThrow().exchange())).isTrue();
      assertThat(server.traffic("canary").getLast().text("trigger")).contains("person");
      assertThat(server.canaries().run("no-such")).isEmpty();
    }
  }

  @Test
  void a_restart_sends_them_again() throws Exception {
    try (var server = running()) {
      ran(server);
    }
    try (var server = running()) {
      assertThat(ran(server)).extracting(Status::result).containsOnly("met");
    }

    assertThat(Running.bodies(Running.verify(data), "canary")).hasSize(8);
  }
}
