package probity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.gateway.TrafficLog;
import probity.index.Index;
import probity.policy.life.Founder;
import probity.server.command.ControlClient;
import probity.server.person.PersonKey;

/// How canaries stand, over the control API and the command line, and that nothing about traffic
/// speaks of them.
class CanariesCommandTest {
  private static final String CANARY =
      """
      - id: card-is-refused
        requirement: R-1
        controls: ["test:1"]
        route: chat
        roles: [support]
        every: 1h
        request: '{"model":"demo-small","messages":[{"role":"user","content":"4111111111111111"}]}'
        expect: {on: request, verdict: refuse, rule: no-cards-to-the-model}
      - id: mail-is-masked
        requirement: R-1
        controls: ["test:1", "test:2"]
        route: chat
        roles: [support]
        every: 30m
        request: '{"model":"demo-small","messages":[{"role":"user","content":"a@example.com"}]}'
        expect: {on: request, verdict: permit, rule: mask-email-before-it-leaves, redacted: [personal.email]}
      """;

  @TempDir private Path data;
  @TempDir private Path bundle;
  @TempDir private Path keys;

  private final PersonKey author = PersonKey.generate("a.author", new SecureRandom());
  private final PersonKey approver = PersonKey.generate("b.approver", new SecureRandom());
  private FakeProvider provider;

  @BeforeEach
  void prepare() throws IOException {
    provider = FakeProvider.start();
    try (var paths = Files.walk(Running.BUNDLE)) {
      for (Path path : paths.toList()) {
        Path target = bundle.resolve(Running.BUNDLE.relativize(path).toString());
        if (Files.isDirectory(path)) Files.createDirectories(target);
        else Files.copy(path, target);
      }
    }
    Files.createDirectory(bundle.resolve("canaries"));
    Files.writeString(bundle.resolve("canaries/all.yaml"), CANARY);
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private Server start(PersonKey... people) throws InterruptedException {
    var founders =
        Arrays.stream(people)
            .map(key ->
                new Founder(
                    key.key(), new TreeSet<>(List.of(key == author ? "author" : "approver")), ""))
            .toList();
    var config =
        Running.config(
                data, provider.port(), Running.limits(Duration.ofSeconds(20)), Running.PATIENT)
            .with(bundle)
            .with(
                new GovernanceConfig(
                    founders,
                    false,
                    Optional.of(new Config.Listen("127.0.0.1", 0)),
                    Optional.empty()));
    var server = Server.start(config, InstantSource.system());
    Running.await(
        () -> server.canaries().status().stream().noneMatch(one -> one.result().equals("waiting")));
    return server;
  }

  /// What a command prints, behind its exit code.
  private static String probity(String... words) {
    var printed = new StringWriter();
    var command = Main.commandLine();
    command.setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
    int exit = command.execute(words);
    return exit + "\n" + printed;
  }

  @Test
  void everybody_who_reaches_the_control_api_sees_how_they_stand() throws Exception {
    try (var server = start()) {
      var shown = probity("canaries", "--control", server.controlAddress().orElseThrow());

      assertThat(shown.lines().toList().getFirst()).isEqualTo("0");
      assertThat(shown).containsPattern("card-is-refused +test:1 +1h +20.*Z +met +[0-9A-Z]{26}");
      assertThat(shown).containsPattern("mail-is-masked +test:1,test:2 +30m +20.*Z +met +");
    }
  }

  @Test
  void one_that_is_missed_fails_the_command() throws Exception {
    Files.writeString(
        bundle.resolve("canaries/all.yaml"), CANARY.replace("roles: [support]", "roles: [intern]"));
    try (var server = start()) {
      var shown = probity("canaries", "--control", server.controlAddress().orElseThrow());

      assertThat(shown.lines().toList().getFirst()).isEqualTo("1");
      assertThat(shown).contains("missed (verdict)");
    }
  }

  @Test
  void one_that_would_be_missed_fails_the_tests_of_its_bundle() throws IOException {
    assertThat(probity("policy", "test", bundle.toString())).startsWith("0");
    Files.writeString(
        bundle.resolve("canaries/all.yaml"), CANARY.replace("roles: [support]", "roles: [intern]"));

    assertThat(probity("policy", "test", bundle.toString())).startsWith("1");
  }

  @Test
  void enrolled_people_alone_have_one_sent_now() throws Exception {
    start().close();
    Path file = keys.resolve("author.key");
    author.write(file, Optional.empty(), new SecureRandom());
    Path stranger = keys.resolve("stranger.key");
    PersonKey.generate("c.stranger", new SecureRandom())
        .write(stranger, Optional.empty(), new SecureRandom());
    try (var server = start(author, approver)) {
      String url = server.controlAddress().orElseThrow();
      var control = new ControlClient(URI.create(url));

      assertThat(control.post("/v1/canaries/card-is-refused", new byte[0]).status()).isEqualTo(401);
      assertThat(run(url, "card-is-refused", stranger)).startsWith("1\n");
      assertThat(run(url, "no-such", file)).startsWith("1\n").contains("no canary of the bundle");
      assertThat(run(url, "card-is-refused", file)).startsWith("0\n").contains("met");
      assertThat(
              Running.bodies(server.entries(traffic()), "canary").stream()
                  .filter(run -> run.text("trigger").equals(Optional.of("person"))))
          .hasSize(1);
    }
  }

  private static String traffic() {
    return TrafficLog.folder("standard", System.currentTimeMillis());
  }

  private static String run(String url, String id, Path key) {
    return probity("canaries", "--control", url, "--run", id, "--key", key.toString());
  }

  @Test
  void no_search_and_no_comparison_speaks_of_them_unless_asked() throws Exception {
    try (var server = start()) {
      assertThat(server.awaitPublished(Duration.ofSeconds(20))).isTrue();
    }

    var words = new ArrayList<>(List.of("find", "--data", data.toString()));
    assertThat(probity(words.toArray(String[]::new))).contains("0 of 0 records");
    words.addAll(List.of("--purpose", "canary"));
    assertThat(probity(words.toArray(String[]::new)))
        .contains("2 of 2 records", "probity.canary.mail-is-masked");
    try (var index = Index.open(data)) {
      index.catchUp((_, _, _) -> {});
      assertThat(index.search().calls("2020", "2999")).isEmpty();
    }
  }
}
