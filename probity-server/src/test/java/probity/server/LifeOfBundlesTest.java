package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.server.Running.chat;
import static probity.server.Signing.APPROVER;
import static probity.server.Signing.AUTHOR;
import static probity.server.Signing.bundle;
import static probity.server.Signing.proposal;
import static probity.server.Signing.words;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Bytes;
import probity.exchange.Purpose;
import probity.ledger.Hash;
import probity.ledger.UtcTime;
import probity.ledger.statement.BundleStatement;
import probity.ledger.statement.BundleStatement.Kind;
import probity.policy.Bundle;
import probity.policy.life.Proposal;
import probity.server.command.ControlClient;
import probity.server.person.PersonKey;
import probity.store.file.FileLedger;
import probity.store.file.LedgerSocket;

/// The life of bundles in the real gateway, over real sockets.
class LifeOfBundlesTest {
  private static final Bundle FIRST = bundle("1.0.0");
  private static final Bundle SECOND = bundle("1.0.1");
  private static final Bundle THIRD = bundle("1.0.2");

  @TempDir private Path folder;
  private FakeProvider provider;
  private final TestClock clock = new TestClock();
  private final Signing signing = new Signing(clock);

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private Config plain() {
    return Running.config(
        folder.resolve("data"),
        provider.port(),
        Running.limits(Duration.ofSeconds(20)),
        Running.PATIENT);
  }

  /// With people, and this proposal as the configured bundle.
  private Config config(Proposal first) {
    return Signing.config(plain(), Signing.write(folder.resolve("first.json"), first));
  }

  private Running running() {
    return Running.start(config(signing.both(FIRST)), clock);
  }

  private Running again() {
    return Running.start(Signing.config(plain(), folder.resolve("first.json")), clock);
  }

  private static int call(Running gateway) throws IOException {
    return gateway.call(chat("hi", "")).status();
  }

  /// The version by which a call is decided now; `none` where it is refused for want of a bundle.
  private static String deciding(Running gateway) throws IOException {
    var reply = gateway.call(chat("hi", ""));
    if (reply.status() == 503) {
      assertThat(reply.error("code")).isEqualTo("no-bundle-in-force");
      return "none";
    }
    assertThat(reply.status()).isEqualTo(200);
    return gateway
        .entry("intent", reply.record())
        .object("bundle")
        .orElseThrow()
        .text("version")
        .orElse("");
  }

  /// Waits until calls are decided by `version`.
  private static void awaitDeciding(Running gateway, String version) throws Exception {
    Running.await(() -> {
      try {
        return deciding(gateway).equals(version);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void a_bundle_that_two_people_signed_goes_into_force() throws Exception {
    try (var gateway = running()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.0");

      var answer = Signing.submit(gateway, signing.both(SECOND, FIRST));

      assertThat(answer.status()).as(answer.body().utf8()).isEqualTo(200);
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
      var bundles = Running.bodies(gateway.entries("records"), "bundle");
      assertThat(bundles).hasSize(2);
      assertThat(bundles.getLast().items("approvals")).hasSize(2);
    }
  }

  @Test
  void a_change_of_bundles_drops_no_call() throws Exception {
    try (var gateway = running();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var over = new AtomicBoolean();
      Callable<List<Integer>> calling =
          () -> {
            var statuses = new ArrayList<Integer>();
            try (var client = gateway.client()) {
              while (!over.get()) statuses.add(client.send(chat("hi", "")).reply().status());
            }
            return statuses;
          };
      var callers = Stream.generate(() -> threads.submit(calling)).limit(6).toList();
      Running.await(() -> gateway.traffic("outcome").size() > 20);

      var before = FIRST;
      for (Bundle next : List.of(SECOND, THIRD)) {
        assertThat(Signing.submit(gateway, signing.both(next, before)).status()).isEqualTo(200);
        before = next;
        int seen = gateway.traffic("outcome").size();
        Running.await(() -> gateway.traffic("outcome").size() > seen + 20);
      }
      over.set(true);

      var statuses = new ArrayList<Integer>();
      for (var caller : callers) statuses.addAll(caller.get());
      assertThat(statuses).hasSizeGreaterThan(60).containsOnly(200);
      assertThat(gateway.traffic("intent")).hasSameSizeAs(statuses);
      assertThat(
              gateway.traffic("intent").stream()
                  .map(intent -> intent.object("bundle").orElseThrow().text("version").orElse(""))
                  .distinct())
          .containsExactlyInAnyOrder("1.0.0", "1.0.1", "1.0.2");
      assertThat(gateway.traffic("outcome").stream().map(one -> one.text("ending").orElse("")))
          .containsOnly("delivered");
    }
  }

  @Test
  void one_that_is_scheduled_goes_into_force_at_its_time_also_after_a_restart() throws Exception {
    var then = UtcTime.text(clock.millis() + Duration.ofDays(2).toMillis());
    try (var gateway = running()) {
      var statement = signing.statement(SECOND, Kind.NORMAL, then, FIRST);
      assertThat(Signing.submit(gateway, proposal(SECOND, statement, AUTHOR, APPROVER)).status())
          .isEqualTo(200);
      assertThat(deciding(gateway)).isEqualTo("1.0.0");
    }
    clock.pass(Duration.ofDays(1));
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.0");

      clock.pass(Duration.ofDays(1));

      awaitDeciding(gateway, "1.0.1");
    }
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
    }
  }

  private Proposal emergency(Bundle bundle, Bundle... replaces) {
    return proposal(
        bundle, signing.statement(bundle, Kind.EMERGENCY, signing.now(), replaces), APPROVER);
  }

  @Test
  void an_emergency_change_ends_after_72_hours_and_the_bundle_before_returns() throws Exception {
    try (var gateway = running()) {
      assertThat(Signing.submit(gateway, emergency(SECOND, FIRST)).status()).isEqualTo(200);
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
    }
    clock.pass(Duration.ofHours(71));
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.1");

      clock.pass(Duration.ofHours(1));

      awaitDeciding(gateway, "1.0.0");
    }
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.0");
    }
  }

  @Test
  void the_other_half_makes_an_emergency_change_last() throws Exception {
    try (var gateway = running()) {
      var half = emergency(SECOND, FIRST);
      Signing.submit(gateway, half);
      assertThat(words(Signing.approve(gateway, half.note()))).containsExactly("half-signed");
      clock.pass(Duration.ofHours(10));

      var answer = Signing.approve(gateway, Signing.note(half.statement().text(), AUTHOR));

      assertThat(answer.status()).as(answer.body().utf8()).isEqualTo(200);
      clock.pass(Duration.ofDays(10));
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
    }
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
    }
  }

  @Test
  void where_nothing_was_before_an_emergency_change_traffic_is_refused_after_it() throws Exception {
    try (var gateway = Running.start(config(emergency(FIRST)), clock)) {
      assertThat(deciding(gateway)).isEqualTo("1.0.0");

      clock.pass(Duration.ofDays(3));

      awaitDeciding(gateway, "none");
      var refused = gateway.call(chat("hi", ""));
      assertThat(refused.header("retry-after")).isEqualTo("1");
    }
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("none");

      assertThat(Signing.submit(gateway, signing.both(SECOND)).status()).isEqualTo(200);

      assertThat(deciding(gateway)).isEqualTo("1.0.1");
    }
  }

  @Test
  void a_bundle_is_rolled_back_by_two_or_in_an_emergency_by_one() throws Exception {
    try (var gateway = running()) {
      Signing.submit(gateway, signing.both(SECOND, FIRST));
      var back = signing.statement(FIRST, Kind.ROLLBACK, signing.now(), SECOND);

      assertThat(words(Signing.submit(gateway, proposal(FIRST, back, AUTHOR))))
          .containsExactly("half-signed");
      assertThat(Signing.submit(gateway, proposal(FIRST, back, AUTHOR, APPROVER)).status())
          .isEqualTo(200);
      assertThat(deciding(gateway)).isEqualTo("1.0.0");

      var forth = signing.statement(SECOND, Kind.EMERGENCY, signing.now(), FIRST);
      assertThat(Signing.submit(gateway, proposal(SECOND, forth, AUTHOR)).status()).isEqualTo(200);
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
      assertThat(words(Signing.submit(gateway, proposal(FIRST, back, AUTHOR, APPROVER))))
          .as("what was signed once does not hold twice")
          .containsExactly("used");
    }
  }

  /// A bundle that must never go into force: what is wrong with it, the word for that, and in which
  /// lines its statement differs from a good one.
  record Bad(String what, String word, Bytes blob, List<String> lines, List<PersonKey> by) {
    Bad(String what, String word, Bytes blob, List<String> lines, PersonKey... by) {
      this(what, word, blob, lines, List.of(by));
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> bad() {
    String wider =
        """

        - {id: anybody, requirement: R-1, controls: ["test:1"], owner: tester, risk: R-1, on: request,
           when: "'intern' in roles", then: permit, tests: [{name: one, given: {roles: [intern]}, expect: permit}, {name: other, given: {}, expect: none}]}
        """;
    var good = SECOND.blob();
    var wide = bundle("1.0.2", wider).blob();
    var again = bundle("1.0.0", wider).blob();
    var wrong = changed("'support' in roles", "'suport' in roles");
    var failing = changed("'support' in roles", "'intern' in roles");
    var tampered = changed("'support' in roles", "'intern' in roles");
    return Stream.of(
        new Bad("wrong", "mistakes", wrong, List.of(digest(wrong)), AUTHOR, APPROVER),
        new Bad("failing its tests", "tests", failing, List.of(digest(failing)), AUTHOR, APPROVER),
        new Bad("unsigned", "unsigned", good, List.of(), Signing.person("stranger")),
        new Bad("half-signed", "half-signed", good, List.of(), AUTHOR),
        new Bad("approved by its author", "same-person", good, List.of(), AUTHOR, AUTHOR),
        new Bad("of a namesake", "bad-signature", good, List.of(), AUTHOR, NAMESAKE),
        new Bad("expired", "expired", good, List.of(EXPIRED), AUTHOR, APPROVER),
        new Bad("too far ahead", "too-far", good, List.of(FAR), AUTHOR, APPROVER),
        new Bad("tampered with", "digest", tampered, List.of(), AUTHOR, APPROVER),
        new Bad("stale", "stale", good, List.of("replaces " + "0".repeat(64)), AUTHOR, APPROVER),
        new Bad(
            "for another ledger",
            "log",
            good,
            List.of("log probity.example/other/records"),
            AUTHOR,
            APPROVER),
        new Bad(
            "downgraded",
            "downgrade",
            FIRST.blob(),
            List.of(digest(FIRST.blob()), "bundle e2e 1.0.0"),
            AUTHOR,
            APPROVER),
        new Bad(
            "under a version that was used",
            "version",
            again,
            List.of(digest(again), "bundle e2e 1.0.0"),
            AUTHOR,
            APPROVER),
        new Bad(
            "wider without a change record",
            "change",
            wide,
            List.of(digest(wide), "bundle e2e 1.0.2", "change -"),
            AUTHOR,
            APPROVER),
        new Bad(
            "wider without a word on reassessment",
            "change",
            wide,
            List.of(digest(wide), "bundle e2e 1.0.2", "reassessment -"),
            AUTHOR,
            APPROVER));
  }

  private static final PersonKey NAMESAKE = Signing.person("an.approver");
  private static final String EXPIRED = "in-force 2026-11-25T07:59:59.000Z";
  private static final String FAR = "in-force 2027-11-25T09:00:00.000Z";

  private static Bytes changed(String right, String wrong) {
    return Bytes.utf8(SECOND.blob().utf8().replace(right, wrong));
  }

  private static String digest(Bytes blob) {
    return "digest " + Hash.of(blob.array()).hex();
  }

  private static BundleStatement with(BundleStatement good, List<String> lines) {
    String text = good.text();
    for (String line : lines) {
      String name = line.substring(0, line.indexOf(' '));
      text = text.replaceFirst("(?m)^" + name + " .*$", line);
    }
    return BundleStatement.parse(text).orThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void a_bundle_is_refused_that_is(Bad bad) throws Exception {
    try (var gateway = running();
        var said = new Said(probity.control.Bundles.class)) {
      int before = gateway.entries("records").size();
      var good = signing.statement(SECOND, Kind.NORMAL, signing.now(), FIRST);
      var statement = with(good, bad.lines());
      var note = Signing.note(statement.text(), bad.by().toArray(PersonKey[]::new));

      var answer = Signing.submit(gateway, new Proposal(bad.blob(), note, statement));

      assertThat(answer.status()).isEqualTo(409);
      assertThat(words(answer)).as(answer.body().utf8()).contains(bad.word());
      assertThat(said.lines())
          .singleElement()
          .asString()
          .contains("a change of the policy was refused", bad.word(), "`e2e 1.0.0` stays in force");
      assertThat(gateway.entries("records")).as("nothing was written").hasSize(before);
      assertThat(deciding(gateway)).isEqualTo("1.0.0");
    }
  }

  @Test
  void a_bad_proposal_in_the_configuration_leaves_the_old_bundle_running() throws Exception {
    try (var gateway = running()) {
      assertThat(call(gateway)).isEqualTo(200);
    }
    var half =
        proposal(SECOND, signing.statement(SECOND, Kind.NORMAL, signing.now(), FIRST), AUTHOR);

    try (var said = new Said(PolicyStart.class);
        var gateway = Running.start(config(half), clock)) {
      assertThat(deciding(gateway)).isEqualTo("1.0.0");
      assertThat(said.lines().getFirst())
          .contains("does not go into force", "only `a.author` signed");
    }
  }

  @Test
  void a_first_proposal_that_is_not_fit_refuses_the_start() {
    var half = proposal(FIRST, signing.statement(FIRST, Kind.NORMAL, signing.now()), AUTHOR);

    assertThatThrownBy(() -> Running.start(config(half), clock))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("only `a.author` signed");
  }

  @Test
  void a_folder_that_nobody_signed_is_refused_for_ever_once_people_are_enrolled() throws Exception {
    try (var gateway = Running.start(plain(), clock)) {
      assertThat(deciding(gateway)).isEqualTo("1.0.0");
    }
    try (var gateway = Running.start(Signing.config(plain(), Running.BUNDLE), clock)) {
      assertThat(deciding(gateway)).as("what runs goes on").isEqualTo("1.0.0");
      assertThat(Signing.submit(gateway, signing.both(SECOND, FIRST)).status()).isEqualTo(200);
    }
    try (var said = new Said(PolicyStart.class);
        var gateway = Running.start(plain(), clock)) {
      assertThat(deciding(gateway)).as("no folder any more").isEqualTo("1.0.1");
      assertThat(said.lines().getFirst()).contains("nobody signed this bundle");
    }
  }

  @Test
  void a_live_gateway_takes_no_folder_unless_the_configuration_says_so() throws Exception {
    var live = live(plain());

    assertThatThrownBy(() -> Running.start(live, clock))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("`purpose` is `live`");
    var allowed =
        live.with(new GovernanceConfig(List.of(), true, Optional.empty(), Optional.empty()));
    try (var gateway = Running.start(allowed, clock)) {
      assertThat(call(gateway)).isEqualTo(200);
    }
  }

  private static Config live(Config config) {
    return new Config(
        config.listen(),
        config.data(),
        config.origin(),
        Purpose.LIVE,
        config.bundle(),
        config.upstreams(),
        config.privateHosts(),
        config.callers(),
        config.limits(),
        config.timeouts(),
        config.masterKey(),
        config.sealEvery());
  }

  @Test
  void a_person_is_enrolled_by_an_approver_and_the_statement_holds_once() throws Exception {
    var fresh = Signing.person("fresh");
    try (var gateway = running()) {
      var statement = signing.enrolment(fresh, "approver");

      assertThat(words(Signing.enrol(gateway, Signing.note(statement.text(), fresh))))
          .contains("unsigned");
      assertThat(words(Signing.enrol(gateway, Signing.note(statement.text(), AUTHOR))))
          .contains("unsigned");
      var good = Signing.note(statement.text(), APPROVER);
      assertThat(Signing.enrol(gateway, good).status()).isEqualTo(200);
      assertThat(words(Signing.enrol(gateway, good))).containsExactly("stale");

      var by =
          proposal(
              SECOND, signing.statement(SECOND, Kind.NORMAL, signing.now(), FIRST), AUTHOR, fresh);
      assertThat(Signing.submit(gateway, by).status()).isEqualTo(200);
    }
    try (var gateway = again()) {
      assertThat(deciding(gateway)).isEqualTo("1.0.1");
    }
  }

  @Test
  void state_is_public_and_bundles_are_read_by_enrolled_people_alone() throws Exception {
    try (var gateway = running()) {
      var client = new ControlClient(gateway.control());
      String path = "/v1/bundles/" + FIRST.digest().hex();

      var state = client.get("/v1/bundles").json().orElseThrow();
      assertThat(state.object("in_force").orElseThrow().text("digest"))
          .contains(FIRST.digest().hex());
      assertThat(client.get(path).status()).isEqualTo(401);
      assertThat(signing.read(gateway, path, Signing.person("stranger")).status()).isEqualTo(401);
      assertThat(signing.read(gateway, path, Signing.person("a.author")).status()).isEqualTo(401);
      assertThat(signing.read(gateway, path, AUTHOR).body()).isEqualTo(FIRST.blob());
      assertThat(client.get("/v1/bundles?x").status()).isEqualTo(404);
      assertThat(client.get("/v1/people").status()).isEqualTo(401);
      assertThat(client.get("/v1/approvals").status()).isEqualTo(405);
      assertThat(client.post("/v1/bundles", new byte[] {1, 2}).status()).isEqualTo(400);
    }
  }

  @Test
  void with_the_ledger_in_another_process_bundles_change_as_well() throws Exception {
    var config = config(signing.both(FIRST));
    var socket = folder.resolve("s");
    var place =
        new SealerConfig(
            Optional.of(socket), Optional.of(folder.resolve("ledger")), Optional.empty());
    var remote =
        config.with(
            new LedgerConfig(
                config.sealEvery(),
                config.publication(),
                config.witnesses(),
                config.timestamps(),
                place));
    try (var ledger =
            FileLedger.openForPeers(
                folder.resolve("ledger"),
                SealerCommand.settings(remote),
                clock,
                new SecureRandom());
        var _ = LedgerSocket.open(socket, ledger, Optional.empty(), clock)) {
      var gateway = Running.start(remote, clock);
      try {
        assertThat(call(gateway)).isEqualTo(200);
        assertThat(Signing.submit(gateway, signing.both(SECOND, FIRST)).status()).isEqualTo(200);
        assertThat(call(gateway)).isEqualTo(200);
      } finally {
        gateway.stop();
      }
      var versions =
          Running.bodies(ledger.read(Running.TRAFFIC), "intent").stream()
              .map(intent -> intent.object("bundle").orElseThrow().text("version").orElse(""));
      assertThat(versions).containsExactly("1.0.0", "1.0.1");
    }
    Running.verify(folder.resolve("ledger"));
  }
}
