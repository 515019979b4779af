package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static probity.server.Running.INTERN;
import static probity.server.Running.SUPPORT;
import static probity.server.Running.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Caller;
import probity.gateway.upstream.Origin;
import probity.identity.ApiKey;
import probity.identity.Validity;
import probity.ledger.Entry;
import probity.store.file.StoreException;

/// What a start refuses, and what it writes to `records`.
class StartTest {
  private static final Origin LOOPBACK = new Origin(false, "127.0.0.1", 1);

  @TempDir private Path folder;
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private Config config() {
    return Running.config(
        folder.resolve("data"),
        provider.port(),
        Running.limits(Duration.ofSeconds(20)),
        Running.PATIENT);
  }

  private static Config with(Config config, Path bundle, List<Config.UpstreamConfig> upstreams) {
    return new Config(
        config.listen(),
        config.data(),
        config.origin(),
        config.purpose(),
        bundle,
        upstreams,
        config.privateHosts(),
        config.callers(),
        config.limits(),
        config.timeouts(),
        config.masterKey(),
        config.sealEvery());
  }

  private static Config with(Config config, List<ApiKey> callers) {
    return new Config(
        config.listen(),
        config.data(),
        config.origin(),
        config.purpose(),
        config.bundle(),
        config.upstreams(),
        config.privateHosts(),
        callers,
        config.limits(),
        config.timeouts(),
        config.masterKey(),
        config.sealEvery());
  }

  private static Config withUpstream(
      Config config, Origin origin, Config.Credential... credential) {
    return with(
        config,
        config.bundle(),
        List.of(
            new Config.UpstreamConfig(
                "fake", origin, "", List.of(credential).stream().findFirst(), Optional.empty())));
  }

  /// A copy of the tests' bundle in which `right` is replaced by `wrong`.
  private Path bundle(String right, String wrong) throws IOException {
    var copy = folder.resolve("bundle");
    for (String name : List.of("bundle.yaml", "requirements/all.yaml", "rules/all.yaml")) {
      var target = copy.resolve(name);
      Files.createDirectories(target.getParent());
      Files.writeString(
          target, Files.readString(Running.BUNDLE.resolve(name)).replace(right, wrong));
    }
    return copy;
  }

  private void assertRefused(Config config, String... parts) {
    assertThatThrownBy(() -> Server.start(config, Running.CLOCK))
        .isInstanceOf(StartRefused.class)
        .message()
        .contains(parts);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void a_bundle_with_mistakes_is_refused_and_all_of_them_are_shown() throws IOException {
    var bundle = bundle("tool == 'lookup_order'", "tol == 'lookup_order'");
    Files.writeString(bundle.resolve("bundle.yaml"), "\nwindoww: 5\n", StandardOpenOption.APPEND);

    assertRefused(
        with(config(), bundle, config().upstreams()),
        "has 2 mistakes",
        "bundle.yaml:",
        "`windoww`",
        "did you mean `window`?",
        "rules/all.yaml:",
        "tol == 'lookup_order'",
        "^");
  }

  @Test
  void a_bundle_whose_tests_fail_is_refused() throws IOException {
    var bundle =
        bundle("tool == 'issue_refund'", "tool == 'issue_refund' || tool == 'lookup_order'");

    assertRefused(
        with(config(), bundle, config().upstreams()),
        "1 of the bundle's own tests fail",
        "rule `refunds-need-a-person`, test `another`: expected `none`, got `refuse`");
  }

  @Test
  void a_bundle_that_is_not_there_is_refused() {
    assertRefused(with(config(), folder.resolve("nothing"), config().upstreams()), "is not there");
  }

  @Test
  void a_private_address_that_is_not_named_is_refused() {
    var other = new Origin(false, "127.0.0.2", 1);

    assertRefused(withUpstream(config(), other), "upstream `fake`", "127.0.0.2", "private");
  }

  @Test
  void a_missing_credential_is_refused_and_its_source_named() {
    assertRefused(
        withUpstream(
            config(),
            LOOPBACK,
            new Config.Credential(
                "authorization", "", new Config.Credential.Source.Environment("NO_SUCH_VARIABLE"))),
        "upstream `fake`",
        "the environment variable `NO_SUCH_VARIABLE`");
  }

  @Test
  void a_credential_of_two_lines_is_refused_and_not_shown() throws IOException {
    var file = Files.writeString(folder.resolve("key"), "first\r\nX-Second: secret");
    var config =
        withUpstream(
            config(),
            LOOPBACK,
            new Config.Credential("authorization", "", new Config.Credential.Source.InFile(file)));

    assertThatThrownBy(() -> Server.start(config, Running.CLOCK))
        .isInstanceOf(StartRefused.class)
        .message()
        .contains("the file `" + file + "`")
        .doesNotContain("secret", "first");
  }

  @Test
  void a_credential_is_read_from_its_file() throws IOException {
    var file = Files.writeString(folder.resolve("key"), "from-a-file\n");
    var config =
        withUpstream(
            config(),
            new Origin(false, "127.0.0.1", provider.port()),
            new Config.Credential("x-api-key", "", new Config.Credential.Source.InFile(file)));

    try (var gateway = Running.start(config)) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
    }

    assertThat(provider.requests().getFirst()).contains("\r\nx-api-key: from-a-file\r\n");
  }

  @Test
  void a_folder_that_another_gateway_has_is_refused() {
    try (var _ = Running.start(config())) {
      assertThatThrownBy(() -> Server.start(config(), Running.CLOCK))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is used by another process");
    }
  }

  @Test
  void an_address_that_is_taken_is_refused_and_the_ledger_is_free_again() throws IOException {
    try (var taken = Running.start(config())) {
      var config = config();
      var again =
          new Config(
              new Config.Listen("127.0.0.1", taken.port()),
              folder.resolve("other"),
              config.origin(),
              config.purpose(),
              config.bundle(),
              config.upstreams(),
              config.privateHosts(),
              config.callers(),
              config.limits(),
              config.timeouts(),
              config.masterKey(),
              config.sealEvery());

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Server.start(again, Running.CLOCK))
            .isInstanceOf(StartRefused.class)
            .hasMessageContaining(
                "cannot listen on 127.0.0.1:"
                    + taken.port()
                    + ": address already in use; give another address or port");
      }
    }
  }

  @Test
  void a_role_that_the_bundle_does_not_declare_is_named_at_start() {
    var caller = new Caller("typist", List.of("supprt"), List.of());
    var key = new ApiKey(caller, CallerKey.generate("typist", new SecureRandom()).sha256());
    var said = new CopyOnWriteArrayList<String>();
    var handler = listener(said);
    var log = Logger.getLogger(ConfiguredIdentity.class.getName());
    log.addHandler(handler);

    try (var _ = Running.start(with(config(), List.of(key)))) {
      assertThat(said)
          .contains(
              "caller `typist` has the role `supprt`, which the bundle does not declare: no rule"
                  + " asks for it");
    } finally {
      log.removeHandler(handler);
    }
  }

  private static Handler listener(List<String> said) {
    return new Handler() {
      @Override
      public void publish(LogRecord event) {
        said.add(new SimpleFormatter().formatMessage(event));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /// The `key` entries of callers, `name status roles` each.
  private static List<String> callers(List<Entry> entries) {
    return Running.bodies(entries, "key").stream()
        .filter(key -> key.text("role").equals(Optional.of("caller")))
        .map(key ->
            key.text("name").orElse("")
                + " "
                + key.text("status").orElse("")
                + " "
                + key.items("roles").size())
        .toList();
  }

  private List<Entry> records(Config config) {
    try (var gateway = Running.start(config)) {
      return gateway.entries("records");
    }
  }

  @Test
  void a_second_start_of_the_same_adds_nothing_to_records() {
    var first = records(config());

    var second = records(config());

    assertThat(callers(first)).containsExactly("support-bot active 1", "intern active 1");
    assertThat(second).extracting(Entry::leaf).isEqualTo(first.stream().map(Entry::leaf).toList());
  }

  @Test
  void callers_are_enrolled_changed_and_revoked_by_the_next_start() throws IOException {
    var support = new Caller("support-bot", List.of("support"), List.of());
    var plain = new Caller("support-bot", List.of(), List.of());
    var before = with(config(), List.of(new ApiKey(support, SUPPORT.sha256())));
    var changed =
        with(
            config(),
            List.of(
                new ApiKey(plain, SUPPORT.sha256()),
                new ApiKey(new Caller("intern", List.of("intern"), List.of()), INTERN.sha256())));
    var gone = with(config(), List.of(changed.callers().get(1)));

    try (var gateway = Running.start(before)) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
    }
    try (var gateway = Running.start(changed)) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(403);
    }
    try (var gateway = Running.start(gone)) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(401);
      assertThat(callers(gateway.entries("records")))
          .containsExactly(
              "support-bot active 1",
              "support-bot active 0",
              "intern active 1",
              "support-bot revoked 0");
    }
    try (var gateway = Running.start(before)) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
      assertThat(callers(gateway.entries("records")))
          .endsWith("support-bot active 1", "intern revoked 1");
    }
  }

  @Test
  void the_keys_of_one_caller_rotate_and_the_log_says_when() throws IOException {
    var support = new Caller("support-bot", List.of("support"), List.of());
    long now = Running.CLOCK.millis();
    var old = new ApiKey(support, SUPPORT.sha256());
    var ending =
        new ApiKey(
            support,
            SUPPORT.sha256(),
            new Validity(Long.MIN_VALUE, now + 1),
            List.of("chat", "models"),
            true);
    var next = CallerKey.generate("support-bot", new SecureRandom());
    var begun =
        new ApiKey(
            support, next.sha256(), new Validity(now, Long.MAX_VALUE), List.of("models"), true);

    records(with(config(), List.of(old)));
    try (var gateway = Running.start(with(config(), List.of(ending, begun)))) {
      assertThat(gateway.call(chat("hi", "")).status()).isEqualTo(200);
      var outside = gateway.call(chat("hi", "").replace(SUPPORT.text(), next.text()));
      assertThat(outside.status()).isEqualTo(403);
      assertThat(outside.error("code")).isEqualTo("out-of-scope");
    }
    try (var gateway = Running.start(with(config(), List.of(begun)))) {
      var reply = gateway.call(chat("hi", ""));
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.error("code")).isEqualTo("key-revoked");
      assertThat(keys(gateway.entries("records")))
          .containsExactly(
              "active from  until  on 0 replaces 0",
              "active from  until 2026-11-25T09:00:00.001Z on 2 replaces 64",
              "active from 2026-11-25T09:00:00.000Z until  on 1 replaces 0",
              "revoked from  until 2026-11-25T09:00:00.001Z on 2 replaces 64");
    }
    records(with(config(), List.of(begun)));
    assertThat(keys(records(with(config(), List.of(begun))))).hasSize(4);
  }

  private static List<String> keys(List<Entry> entries) {
    return Running.bodies(entries, "key").stream()
        .filter(key -> key.text("role").equals(Optional.of("caller")))
        .map(key ->
            "%s from %s until %s on %d replaces %d"
                .formatted(
                    key.text("status").orElse(""),
                    key.text("from").orElse(""),
                    key.text("until").orElse(""),
                    key.items("routes").size(),
                    key.text("replaces").orElse("").length()))
        .toList();
  }

  @Test
  void a_changed_bundle_replaces_the_one_in_force() throws IOException {
    records(config());
    var changed = with(config(), bundle("version: 1.0.0", "version: 1.0.1"), config().upstreams());

    var bundles = Running.bodies(records(changed), "bundle");

    assertThat(bundles)
        .extracting(body -> body.text("version").orElse(""))
        .containsExactly("1.0.0", "1.0.1");
    assertThat(bundles.get(1).text("replaces")).isNotEqualTo(Optional.of(""));
  }
}
