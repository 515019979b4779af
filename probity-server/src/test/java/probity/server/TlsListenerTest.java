package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import probity.exchange.Caller;
import probity.gateway.ListenerTls;
import probity.gateway.Proxies;
import probity.gateway.TlsFiles;
import probity.identity.SpiffeId;
import probity.ledger.Json;

/// The real gateway in TLS, with clients of the JDK.
class TlsListenerTest {
  private static final String CRM = "spiffe://acme.example/crm";
  private static final List<TestCertificates.Issued> NOTHING = List.of();

  @TempDir Path folder;
  private final TestCertificates authority = new TestCertificates("acme");
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private TlsFiles files(boolean required) throws Exception {
    var issued = authority.server();
    return new TlsFiles(
        TestCertificates.pem(folder.resolve("server.pem"), issued.certificate()),
        TestCertificates.keyPem(folder.resolve("server.key"), issued),
        Optional.of(authority.pem(folder.resolve("clients.pem"))),
        required);
  }

  private Running running(boolean required) throws Exception {
    return Running.start(config(required));
  }

  private Config config(boolean required) throws Exception {
    var plain =
        Running.config(
            folder.resolve("data"),
            provider.port(),
            Running.limits(Duration.ofSeconds(20)),
            Running.PATIENT);
    var certificates =
        Map.of(SpiffeId.parse(CRM).orElseThrow(), new Caller("crm", List.of("support"), List.of()));
    var secure =
        new Config(
            new Config.Listen("127.0.0.1", 0, Optional.of(files(required))),
            plain.data(),
            plain.origin(),
            plain.purpose(),
            plain.bundle(),
            plain.upstreams(),
            plain.privateHosts(),
            plain.callers(),
            plain.limits(),
            plain.timeouts(),
            plain.masterKey(),
            plain.sealEvery());
    return secure.with(new IdentityConfig(List.of(), certificates, Proxies.NONE));
  }

  private HttpResponse<String> ask(
      Running running, List<TestCertificates.Issued> own, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + running.port() + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(Running.question("hello", "")));
    if (headers.length > 0) request.headers(headers);
    // The JDK's client offers HTTP/2 first.
    try (var client = HttpClient.newBuilder().sslContext(authority.context(own)).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String code(HttpResponse<String> reply) {
    return Json.parseCanonicalObject(reply.body())
        .orThrow()
        .object("error")
        .flatMap(error -> error.text("code"))
        .orElse("");
  }

  @Test
  void a_workload_is_known_by_its_certificate() throws Exception {
    try (var running = running(false)) {
      var reply = ask(running, List.of(authority.client(CRM)));

      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
      var record = reply.headers().firstValue("x-probity-record").orElse("");
      assertThat(running.entry("intent", record).text("caller")).contains("crm");
    }
  }

  @Test
  void where_certificates_are_optional_a_key_is_enough() throws Exception {
    try (var running = running(false)) {
      var known = ask(running, NOTHING, "Authorization", "Bearer " + Running.SUPPORT.text());
      var nobody = ask(running, NOTHING);

      assertThat(known.statusCode()).isEqualTo(200);
      assertThat(code(nobody)).isEqualTo("no-key");
    }
  }

  @Test
  void a_key_and_a_certificate_of_two_callers_are_none() throws Exception {
    try (var running = running(false)) {
      var reply =
          ask(
              running,
              List.of(authority.client(CRM)),
              "Authorization",
              "Bearer " + Running.SUPPORT.text());

      assertThat(code(reply)).isEqualTo("credentials-differ");
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void a_certificate_that_bears_no_mapped_id_is_turned_away() throws Exception {
    try (var running = running(false)) {
      var other = ask(running, List.of(authority.client("spiffe://acme.example/other")));
      var two = ask(running, List.of(authority.client(CRM, "spiffe://acme.example/other")));
      var none = ask(running, List.of(authority.client()));
      var web = ask(running, List.of(authority.client("https://acme.example/crm")));

      assertThat(code(other)).isEqualTo("unknown-certificate");
      assertThat(List.of(code(two), code(none), code(web))).containsOnly("malformed-certificate");
    }
  }

  /// X.509-SVID sections 4.1 and 4.3: whoever can sign certificates could make itself any workload.
  @ParameterizedTest
  @CsvSource({
    "true, 128", // an authority
    "false, 132", // signs certificates too
    "false, 130", // signs revocation lists too
    "false, 0" // says nothing of its use
  })
  void a_certificate_that_is_no_workloads_is_turned_away(boolean authority, int usage)
      throws Exception {
    try (var running = running(false)) {
      var reply = ask(running, List.of(this.authority.client(CRM, authority, usage)));

      assertThat(code(reply)).isEqualTo("malformed-certificate");
      assertThat(provider.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "expired", "server", "nothing"})
  void a_client_without_a_good_certificate_sends_no_request(String flaw) throws Exception {
    var past = Instant.now().minus(Duration.ofDays(1));
    var clientAuth = KeyPurposeId.id_kp_clientAuth;
    var own =
        switch (flaw) {
          case "stranger" -> List.of(new TestCertificates("acme").client(CRM));
          case "expired" -> List.of(authority.client(past, clientAuth, CRM));
          case "server" ->
              List.of(
                  authority.client(
                      Instant.now().plus(Duration.ofDays(1)), KeyPurposeId.id_kp_serverAuth, CRM));
          default -> NOTHING;
        };
    try (var running = running(true)) {
      assertThatThrownBy(() -> ask(running, own)).isInstanceOf(IOException.class);

      Running.await(() -> running.traffic("turned-away").size() >= 1);
      assertThat(running.traffic("turned-away").getFirst().object("reasons"))
          .isEqualTo(Optional.of(Json.object().put("tls-failed", 1).build()));
      assertThat(running.traffic("intent")).isEmpty();
    }
  }

  @Test
  void bytes_that_are_not_tls_get_no_answer() throws Exception {
    try (var running = running(false)) {
      assertThat(running.call(Running.chat("hello", "")).status()).isZero();
      assertThat(running.traffic("intent")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void both_versions_are_spoken_and_no_other_protocol_inside_them(String version) throws Exception {
    try (var running = running(false)) {
      assertThat(shake(running, version, "h2", "http/1.1")).isEqualTo("h2");
      assertThat(shake(running, version, "http/1.1")).isEqualTo("http/1.1");
      assertThatThrownBy(() -> shake(running, version, "spdy/3")).isInstanceOf(SSLException.class);
    }
  }

  private String shake(Running running, String version, String... protocols) throws Exception {
    try (var socket =
        (SSLSocket)
            authority
                .context(NOTHING)
                .getSocketFactory()
                .createSocket("127.0.0.1", running.port())) {
      var parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {version});
      parameters.setApplicationProtocols(protocols);
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  @Test
  void files_that_are_replaced_are_taken_and_broken_ones_change_nothing() throws Exception {
    var files = files(false);
    var tls = ListenerTls.open(files);
    var other = new TestCertificates("other").server();

    TestCertificates.pem(files.certificate(), other.certificate());
    assertThatThrownBy(tls::reload)
        .isInstanceOf(ListenerTls.Unusable.class)
        .hasMessageContaining("is not that of the certificate");
    TestCertificates.keyPem(files.key(), other);
    tls.reload();
    Files.writeString(files.key(), "hello");
    assertThatThrownBy(tls::reload).hasMessageContaining("not a PEM file");
    Files.delete(files.key());
    assertThatThrownBy(tls::reload).hasMessageContaining("cannot be read");
  }

  @Test
  void a_start_without_a_usable_certificate_is_refused() throws Exception {
    var config = config(false);
    Files.writeString(folder.resolve("server.pem"), "hello");

    assertThatThrownBy(() -> Running.start(config))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("`listen.tls`", "server.pem", "not a PEM file");
  }
}
