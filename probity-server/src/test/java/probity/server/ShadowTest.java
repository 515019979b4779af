package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Running.chat;
import static probity.server.Signing.APPROVER;
import static probity.server.Signing.AUTHOR;
import static probity.server.Signing.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.ledger.statement.ShadowStatement;
import probity.policy.Bundle;
import probity.server.command.ControlClient;
import probity.server.person.PersonKey;
import probity.verify.Options;
import probity.verify.Trust;
import probity.verify.Verifier;

/// Bundles asked beside the one in force, in the real gateway.
class ShadowTest {
  private static final Bundle LIVE = bundle("1.0.0");
  private static final Bundle STRICTER =
      bundle(
          "2.0.0",
          """

          - id: a-quiet-day
            requirement: R-1
            controls: ["test:1"]
            owner: tester
            risk: R-1
            on: request
            when: messages < 2
            then: refuse
            reason: nothing passes today
            tests:
              - {name: one, given: {messages: 1}, expect: refuse}
              - {name: two, given: {messages: 2}, expect: none}
          """);

  @TempDir private Path folder;
  private final TestClock clock = new TestClock();
  private final Signing signing = new Signing(clock);
  private FakeProvider provider;
  private Config config;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    config =
        Signing.config(
            Running.config(
                folder.resolve("data"),
                provider.port(),
                Running.limits(Duration.ofSeconds(20)),
                Running.PATIENT),
            Signing.write(folder.resolve("first.json"), signing.both(LIVE)));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private ControlClient.Answer shadow(Running gateway, Bundle bundle, boolean on, PersonKey by) {
    var statement =
        new ShadowStatement(
            Signing.LOG,
            bundle.name(),
            bundle.version(),
            bundle.digest().hex(),
            on,
            UtcTime.text(clock.millis()));
    String blob = on ? Base64.getEncoder().encodeToString(bundle.blob().array()) : "";
    var body =
        Json.object().put("blob", blob).put("note", by.signed(statement.text()).whole()).build();
    return new ControlClient(gateway.control())
        .post("/v1/shadows", ControlClient.utf8(body.canonical()));
  }

  private static List<Json.Obj> shadows(Running gateway, String record) {
    return Json.objects(gateway.entry("intent", record).items("shadow"));
  }

  @Test
  void what_a_shadow_comes_to_is_recorded_and_decides_nothing() throws IOException {
    try (var gateway = Running.start(config, clock)) {
      var before = gateway.call(chat("hi", ""));
      assertThat(shadow(gateway, STRICTER, true, AUTHOR).status()).isEqualTo(200);

      var beside = gateway.call(chat("hi", ""));

      assertThat(beside.status()).isEqualTo(200);
      assertThat(shadows(gateway, before.record())).isEmpty();
      var intent = gateway.entry("intent", beside.record());
      assertThat(intent.text("verdict")).contains("permit");
      assertThat(EntrySchema.faults(intent)).isEmpty();
      var said = shadows(gateway, beside.record()).getFirst();
      assertThat(said.text("digest")).contains(STRICTER.digest().hex());
      assertThat(said.text("verdict")).contains("refuse");
      assertThat(said.text("rule")).contains("a-quiet-day");
      var entry = Running.bodies(gateway.entries("records"), "bundle").getLast();
      assertThat(entry.text("stage")).contains("shadow");
      assertThat(EntrySchema.faults(entry)).isEmpty();
    }
    Running.verify(folder.resolve("data"));
  }

  @Test
  void a_shadow_survives_a_restart_and_ends_when_it_is_told_to() throws IOException {
    try (var gateway = Running.start(config, clock)) {
      assertThat(shadow(gateway, STRICTER, true, APPROVER).status()).isEqualTo(200);
    }
    try (var gateway = Running.start(config, clock)) {
      assertThat(shadows(gateway, gateway.call(chat("hi", "")).record())).hasSize(1);
      clock.pass(Duration.ofSeconds(1));

      assertThat(shadow(gateway, STRICTER, false, AUTHOR).status()).isEqualTo(200);

      assertThat(shadows(gateway, gateway.call(chat("hi", "")).record())).isEmpty();
    }
    try (var gateway = Running.start(config, clock)) {
      assertThat(shadows(gateway, gateway.call(chat("hi", "")).record())).isEmpty();
    }
  }

  @Test
  void what_speaks_against_a_shadow_is_said() throws IOException {
    try (var gateway = Running.start(config, clock)) {
      assertThat(shadow(gateway, STRICTER, true, Signing.person("stranger")).objections())
          .anySatisfy(one -> assertThat(one).contains("`stranger` is no enrolled person"));
      assertThat(shadow(gateway, STRICTER, false, AUTHOR).objections())
          .containsExactly("the bundle is no shadow (off)");
      assertThat(shadow(gateway, STRICTER, true, AUTHOR).status()).isEqualTo(200);
      assertThat(shadow(gateway, STRICTER, true, AUTHOR).objections())
          .anySatisfy(one -> assertThat(one).contains("a shadow already"));
      assertThat(shadow(gateway, bundle("3"), true, AUTHOR).status()).isEqualTo(200);
      assertThat(shadow(gateway, bundle("4"), true, AUTHOR).objections())
          .containsExactly("there are 2 shadows already; end one first (many)");
    }
  }

  @Test
  void a_bundle_that_would_see_other_facts_is_no_shadow() throws IOException {
    var other =
        bundle(
            """
            "5"
            counters:
              - {id: calls, counts: requests, per: [caller], window: 60s}\
            """);
    try (var gateway = Running.start(config, clock)) {
      assertThat(shadow(gateway, other, true, AUTHOR).objections())
          .anySatisfy(one -> assertThat(one).contains("its counters must be the same"));
    }
  }

  @Test
  void shadow_decisions_are_decided_again_with_the_others() throws IOException {
    try (var gateway = Running.start(config, clock)) {
      shadow(gateway, STRICTER, true, AUTHOR);
      gateway.call(chat("hi", ""));
    }
    var options = Options.DEFAULT.reperforming(Optional.of(new ProductReperformer()));
    var report =
        new Verifier(new Trust.Folder(), options).verify(folder.resolve("data").resolve("ledger"));

    assertThat(report.findings()).isEmpty();
    assertThat(report.summary()).matches(".*; 3 re-performed, 0 differ");
  }
}
