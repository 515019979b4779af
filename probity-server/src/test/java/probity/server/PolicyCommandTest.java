package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.server.Signing.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.policy.life.Founder;
import probity.server.person.PersonKey;

/// A bundle's way as people walk it: key, proposal, approval, submission, rollback.
class PolicyCommandTest {
  @TempDir private Path folder;
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    run("key", "new", "--name", "a.author", "--out", path("author"));
    run("key", "new", "--name", "an.approver", "--out", path("approver"));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void run(String... words) {
    var run = Commands.run(words);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static String fails(String... words) {
    var run = Commands.run(words);
    assertThat(run.status()).isEqualTo(1);
    return run.err();
  }

  private Founder founder(String file, String role) {
    var key = PersonKey.read(Path.of(path(file)), _ -> new char[0]).key();
    return new Founder(key, new TreeSet<>(List.of(role)), "");
  }

  /// The tests' bundle in a folder, under another version.
  private String folderOf(String version) throws IOException {
    var copy = folder.resolve(version);
    for (String name : List.of("bundle.yaml", "requirements/all.yaml", "rules/all.yaml")) {
      var target = copy.resolve(name);
      Files.createDirectories(target.getParent());
      Files.writeString(
          target,
          Files.readString(Running.BUNDLE.resolve(name))
              .replace("version: 1.0.0", "version: " + version));
    }
    return copy.toString();
  }

  private Running running() throws IOException {
    run(
        "policy",
        "propose",
        folderOf("1.0.0"),
        "--log",
        Signing.LOG,
        "--replaces",
        "-",
        "--key",
        path("author"),
        "--out",
        path("first.json"),
        "--change",
        "C-1",
        "--reassessment",
        "yes");
    run("policy", "approve", path("first.json"), "--key", path("approver"));
    var people = List.of(founder("author", "author"), founder("approver", "approver"));
    var control = Optional.of(new Config.Listen("127.0.0.1", 0));
    var config =
        Running.config(
                folder.resolve("data"),
                provider.port(),
                Running.limits(Duration.ofSeconds(20)),
                Running.PATIENT)
            .with(new GovernanceConfig(people, false, control, Optional.empty()))
            .with(Path.of(path("first.json")));
    return Running.start(config, Clock.systemUTC());
  }

  private static String version(Running gateway) {
    return Running.bodies(gateway.entries("records"), "bundle")
        .getLast()
        .text("version")
        .orElse("");
  }

  @Test
  void a_bundle_is_proposed_approved_submitted_and_rolled_back() throws IOException {
    try (var gateway = running()) {
      String at = gateway.control().toString();

      run(
          "policy",
          "propose",
          folderOf("1.0.1"),
          "--control",
          at,
          "--key",
          path("author"),
          "--out",
          path("p"));
      assertThat(fails("policy", "submit", path("p"), "--control", at))
          .contains("only `a.author` signed");
      assertThat(fails("policy", "approve", path("p"), "--key", path("author")))
          .contains("author and approver are two people");
      run("policy", "approve", path("p"), "--key", path("approver"), "--control", at);
      run("policy", "submit", path("p"), "--control", at);
      assertThat(version(gateway)).isEqualTo("1.0.1");
      run("policy", "status", "--control", at);

      run(
          "policy",
          "rollback",
          "--to",
          bundle("1.0.0").digest().hex(),
          "--control",
          at,
          "--key",
          path("author"),
          "--out",
          path("back"),
          "--emergency");
      run("policy", "submit", path("back"), "--control", at);
      assertThat(version(gateway)).isEqualTo("1.0.0");
      run("policy", "approve", path("back"), "--key", path("approver"));
      run("policy", "submit", path("back"), "--approval", "--control", at);
      assertThat(Running.bodies(gateway.entries("records"), "approval")).hasSize(1);
    }
  }

  @Test
  void a_person_is_enrolled_and_revoked() throws IOException {
    run("key", "new", "--name", "fresh", "--out", path("fresh"));
    String vkey = founder("fresh", "x").key().toString();
    try (var gateway = running()) {
      String at = gateway.control().toString();

      assertThat(
              fails(
                  "person",
                  "enrol",
                  "--person",
                  vkey,
                  "--role",
                  "approver",
                  "--key",
                  path("author"),
                  "--control",
                  at))
          .contains("the signature of an approver other than `fresh` was expected");
      run(
          "person",
          "enrol",
          "--person",
          vkey,
          "--role",
          "approver",
          "--key",
          path("approver"),
          "--control",
          at);
      run("person", "list", "--key", path("fresh"), "--control", at);
      run("person", "revoke", "--name", "an.approver", "--key", path("fresh"), "--control", at);
      assertThat(fails("person", "list", "--key", path("approver"), "--control", at))
          .contains("signed within the last minute by an enrolled person");
    }
  }

  @Test
  void a_shadow_is_put_on_reported_and_ended() throws Exception {
    String candidate = folderOf("2.0.0");
    var rules = Path.of(candidate).resolve("rules/all.yaml");
    Files.writeString(
        rules,
        Files.readString(rules)
            .replace("then: redact\n  labels: [personal.email]", "then: refuse\n  reason: no mail")
            .replace("expect: redact", "expect: refuse"));
    try (var gateway = running()) {
      String at = gateway.control().toString();
      var words =
          new ArrayList<>(
              List.of("policy", "shadow", candidate, "--key", path("author"), "--control", at));
      run(words.toArray(String[]::new));
      String same = gateway.call(Running.chat("hi", "")).record();
      String other = gateway.call(Running.chat("write to jane@example.com", "")).record();
      String data = folder.resolve("data").toString();
      Running.await(() ->
          Commands.run("policy", "shadow", "--report", "--data", data)
              .out()
              .contains("asked 2 times"));
      assertThat(Commands.run("policy", "shadow", "--report", "--data", data).out())
          .startsWith("shadow e2e 2.0.0, digest ")
          .contains(
              "  asked 2 times, 1 the same, 1 differ\n"
                  + "  1 × permit, redact `mask-email-before-it-leaves` → refuse by"
                  + " `mask-email-before-it-leaves`\n"
                  + "      "
                  + other
                  + "\n")
          .doesNotContain(same);

      words.add("--end");
      run(words.toArray(String[]::new));
      assertThat(Running.bodies(gateway.entries("records"), "bundle").getLast().text("until"))
          .isNotEqualTo(Optional.of(""));
    }
  }

  @Test
  void a_key_file_is_for_its_owner_alone_and_is_never_overwritten() throws IOException {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path("author")))))
        .isEqualTo("rw-------");
    assertThat(fails("key", "new", "--name", "a.author", "--out", path("author")))
        .contains("is there already");
    Files.writeString(folder.resolve("bad"), "PRIVATE+KEY+a+00000000+AAAA");
    assertThat(fails("policy", "approve", path("none"))).contains("cannot be read");
    assertThat(
            fails(
                "policy",
                "propose",
                folderOf("1"),
                "--log",
                Signing.LOG,
                "--replaces",
                "-",
                "--key",
                path("bad"),
                "--out",
                path("p")))
        .contains("is no key file of `./probity key new`");
  }

  @Test
  void a_sealed_key_opens_with_its_passphrase_alone() {
    var key = PersonKey.generate("sealed", new java.security.SecureRandom());
    key.write(
        Path.of(path("sealed")),
        Optional.of("open sesame".toCharArray()),
        new java.security.SecureRandom());

    assertThat(PersonKey.read(Path.of(path("sealed")), _ -> "open sesame".toCharArray()).key())
        .isEqualTo(key.key());
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> PersonKey.read(Path.of(path("sealed")), _ -> "open".toCharArray()))
        .hasMessageContaining("does not open with this passphrase");
  }
}
