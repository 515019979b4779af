package probity.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;

/// Tokens of ours and of `openssl ts`, each checked by the other. Skipped where there is no
/// `openssl`; `./probity test` installs it.
class OpensslTest {
  private static final Bytes NOTE = Bytes.utf8("probity.example/acme/records\n7\n");
  private static final String HOST = "127.0.0.1";

  @TempDir Path dir;

  /// `openssl` stamps with the time of the machine, so certificates are valid around it.
  private final Instant now = Instant.now();

  private TestCa ca;
  private TestCa.Identity identity;
  private TimestampCheck check;

  @BeforeEach
  void authority() throws Exception {
    assumeTrue(onPath(), "`openssl` is not on the path");
    ca = new TestCa("root", now.minus(TestCa.YEAR), now.plus(TestCa.YEAR));
    identity =
        ca.issue("tsa", TestCa.Wish.GOOD.valid(now.minus(TestCa.YEAR), now.plus(TestCa.YEAR)));
    check = new TimestampCheck(TrustedCertificates.read(List.of(ca.pem(dir))));
    Files.write(dir.resolve("note"), NOTE.array());
  }

  private static boolean onPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
  }

  private record Ran(int status, String output) {}

  private Ran openssl(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    var ran = openssl(arguments);
    assertThat(ran.status()).as(ran.output()).isZero();
  }

  private Ran verify(byte[] token) throws IOException, InterruptedException {
    Files.write(dir.resolve("token"), token);
    return openssl(
        "ts", "-verify", "-data", "note", "-in", "token", "-token_in", "-CAfile", "root.pem");
  }

  /// Makes `openssl ts` an authority with the certificate of `identity`.
  private void configure(String digests, String naming) throws Exception {
    TestCa.pem(dir.resolve("tsa.pem"), identity.certificate());
    Files.writeString(
        dir.resolve("tsa.key"),
        TestCa.pem("PRIVATE KEY", identity.keys().getPrivate().getEncoded()));
    Files.writeString(
        dir.resolve("ts.cnf"),
        """
        [tsa]
        default_tsa = main
        [main]
        serial = %1$s/serial
        crypto_device = builtin
        signer_cert = %1$s/tsa.pem
        signer_key = %1$s/tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = %2$s
        accuracy = secs:1, millisecs:500, microsecs:100
        tsa_name = yes
        ess_cert_id_chain = no
        ess_cert_id_alg = %3$s
        """
            .formatted(dir, digests, naming));
  }

  private byte[] answer(byte[] query) throws Exception {
    Files.write(dir.resolve("query"), query);
    run("ts", "-reply", "-config", "ts.cnf", "-queryfile", "query", "-out", "answer");
    return Files.readAllBytes(dir.resolve("answer"));
  }

  private TimestampClient client(TsaServer server) throws Exception {
    var origin = new Origin(false, HOST, server.port());
    return new TimestampClient(
        "openssl",
        origin,
        "/",
        new EgressPolicy(Set.of(origin), Set.of(HOST)),
        check,
        SSLContext.getDefault(),
        new SecureRandom(),
        Duration.ofSeconds(20));
  }

  @Test
  void what_the_client_keeps_is_verified_by_openssl() throws Exception {
    try (var server = new TsaServer(TsaServer.granting(new TestTsa(identity).at(now)))) {
      var stamped = (TimestampClient.Answer.Stamped) client(server).ask(NOTE);

      var good = verify(stamped.token().array());
      assertThat(good.status()).as(good.output()).isZero();

      Files.writeString(dir.resolve("note"), "other\n");
      var other = verify(stamped.token().array());
      assertThat(other.status()).as(other.output()).isNotZero();
      assertThat(other.output()).contains("message imprint mismatch");
    }
  }

  @Test
  void both_refuse_a_certificate_for_something_else() throws Exception {
    var wish =
        TestCa.Wish.GOOD
            .forPurposes(KeyPurposeId.id_kp_serverAuth)
            .valid(now.minus(TestCa.YEAR), now.plus(TestCa.YEAR));
    var good = Forged.token(identity, NOTE.array(), now);
    var bad = Forged.token(ca.issue("tsa", wish, identity.keys()), NOTE.array(), now);

    assertThat(verify(good).status()).isZero();
    assertThat(verify(bad).output()).contains("Verification: FAILED");
    assertThat(check.examine(good, NOTE.array())).isInstanceOf(TimestampCheck.Examined.Valid.class);
    assertThat(check.examine(bad, NOTE.array())).isInstanceOf(TimestampCheck.Examined.Wrong.class);
  }

  @Test
  void openssl_as_the_authority_satisfies_the_client() throws Exception {
    for (String naming : List.of("sha1", "sha256")) {
      configure("sha256", naming);
      try (var server = new TsaServer((query, out) -> TsaServer.reply(out, answer(query)))) {
        assertThat(client(server).ask(NOTE))
            .isInstanceOfSatisfying(
                TimestampClient.Answer.Stamped.class,
                stamped -> {
                  assertThat(stamped.stamp().policy()).isEqualTo("1.2.3.4.1");
                  assertThat(stamped.stamp().accuracy()).contains(Duration.ofNanos(1_500_100_000));
                });
      }
    }
  }

  @Test
  void a_token_by_openssl_over_a_file_is_good_for_that_file_alone() throws Exception {
    configure("sha256", "sha256");
    run("ts", "-query", "-data", "note", "-sha256", "-cert", "-out", "query");
    run("ts", "-reply", "-config", "ts.cnf", "-queryfile", "query", "-token_out", "-out", "token");
    byte[] token = Files.readAllBytes(dir.resolve("token"));

    assertThat(check.examine(token, NOTE.array()))
        .isInstanceOf(TimestampCheck.Examined.Valid.class);
    assertThat(check.examine(token, new byte[0])).isInstanceOf(TimestampCheck.Examined.Wrong.class);
  }

  @Test
  void a_refusal_by_openssl_is_told_in_words() throws Exception {
    configure("sha512", "sha256");
    try (var server = new TsaServer((query, out) -> TsaServer.reply(out, answer(query)))) {
      assertThat(client(server).ask(NOTE))
          .isInstanceOfSatisfying(
              TimestampClient.Answer.Refused.class,
              refused ->
                  assertThat(refused.detail())
                      .startsWith("it rejected the request (the algorithm is not supported"));
    }
  }
}
