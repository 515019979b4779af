package probity.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Bytes;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.ledger.Hash;

class TimestampClientTest {
  private static final Bytes NOTE = Bytes.utf8("probity.example/acme/records\n7\n");
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String HOST = "127.0.0.1";

  @TempDir Path dir;
  private TestCa ca;
  private TestTsa tsa;
  private TimestampCheck check;

  @BeforeEach
  void authority() throws Exception {
    ca = new TestCa("root");
    tsa = new TestTsa(ca.issue("tsa", TestCa.Wish.GOOD));
    check = new TimestampCheck(TrustedCertificates.read(List.of(ca.pem(dir))));
  }

  private TimestampClient client(TsaServer server, Duration longest) throws Exception {
    return client(new Origin(false, HOST, server.port()), SSLContext.getDefault(), longest);
  }

  private TimestampClient client(Origin origin, SSLContext tls, Duration longest) {
    var egress = new EgressPolicy(Set.of(origin), Set.of(HOST));
    return new TimestampClient(
        "test", origin, "/tsr", egress, check, tls, new SecureRandom(), longest);
  }

  private String refusal(TsaServer.Behaviour behaviour) throws Exception {
    return refusal(behaviour, PATIENT);
  }

  private String refusal(TsaServer.Behaviour behaviour, Duration longest) throws Exception {
    try (var server = new TsaServer(behaviour)) {
      return refusal(client(server, longest));
    }
  }

  private static String refusal(TimestampClient client) {
    return switch (client.ask(NOTE)) {
      case TimestampClient.Answer.Refused(var detail) -> detail;
      case TimestampClient.Answer.Stamped(_, _) -> throw new AssertionError("it was taken");
    };
  }

  @Test
  void a_token_is_asked_for_and_checked() throws Exception {
    try (var server = new TsaServer(TsaServer.granting(tsa))) {
      var answer = client(server, PATIENT).ask(NOTE);

      assertThat(answer)
          .isInstanceOfSatisfying(
              TimestampClient.Answer.Stamped.class,
              stamped -> {
                assertThat(stamped.stamp().time()).isEqualTo(TestCa.NOW);
                assertThat(check.examine(stamped.token().array(), NOTE.array()))
                    .isEqualTo(new TimestampCheck.Examined.Valid(stamped.stamp()));
              });
      assertThat(server.heads())
          .singleElement()
          .asString()
          .startsWith("post /tsr http/1.1\r\nhost: 127.0.0.1:" + server.port() + "\r\n")
          .contains("content-type: application/timestamp-query\r\n");
    }
  }

  @Test
  void the_request_says_a_hash_a_nonce_and_that_the_certificate_is_wanted() throws Exception {
    var asked = new LinkedBlockingQueue<TimeStampRequest>();
    TsaServer.Behaviour grant = TsaServer.granting(tsa);
    try (var server =
        new TsaServer((query, out) -> {
          asked.add(new TimeStampRequest(query));
          grant.answer(query, out);
        })) {
      var client = client(server, PATIENT);
      client.ask(NOTE);
      client.ask(NOTE);
    }

    var first = asked.remove();
    assertThat(first.getMessageImprintAlgOID()).isEqualTo(NISTObjectIdentifiers.id_sha256);
    assertThat(first.getMessageImprintDigest()).isEqualTo(Hash.of(NOTE.array()).bytes());
    assertThat(first.getCertReq()).isTrue();
    assertThat(first.getNonce()).isNotEqualTo(asked.remove().getNonce());
  }

  @Test
  void chunks_and_an_answer_that_ends_with_the_connection_are_read() throws Exception {
    TsaServer.Behaviour chunked =
        (query, out) -> {
          byte[] body = tsa.grant(new TimeStampRequest(query)).getEncoded();
          TsaServer.write(out, "HTTP/1.1 100 Continue\r\n\r\n");
          TsaServer.write(out, TsaServer.head("200 OK", "Transfer-Encoding: chunked"));
          TsaServer.write(out, "10;a=b\r\n");
          out.write(body, 0, 16);
          TsaServer.write(out, "\r\n" + Integer.toHexString(body.length - 16) + "\r\n");
          out.write(body, 16, body.length - 16);
          TsaServer.write(out, "\r\n0\r\n\r\n");
        };
    TsaServer.Behaviour open =
        (query, out) -> {
          TsaServer.write(out, TsaServer.head("200 OK", "connection: close"));
          out.write(tsa.grant(new TimeStampRequest(query)).getEncoded());
        };

    for (var behaviour : List.of(chunked, open)) {
      try (var server = new TsaServer(behaviour)) {
        assertThat(client(server, PATIENT).ask(NOTE))
            .isInstanceOf(TimestampClient.Answer.Stamped.class);
      }
    }
  }

  @Test
  void a_refusal_is_told_in_words() throws Exception {
    assertThat(
            refusal((_, out) ->
                TsaServer.reply(
                    out,
                    tsa.fail(
                            PKIStatus.REJECTION, PKIFailureInfo.unacceptedPolicy, "not\u0007 today")
                        .getEncoded())))
        .isEqualTo(
            "it rejected the request (the policy is not supported, in its own words: not? today)");
    assertThat(
            refusal((_, out) ->
                TsaServer.reply(
                    out,
                    tsa.fail(PKIStatus.WAITING, PKIFailureInfo.timeNotAvailable, "").getEncoded())))
        .startsWith("it is not ready to answer (its clock is not available");
  }

  @Test
  void a_token_for_another_request_is_refused() throws Exception {
    var other = TestTsa.request(NISTObjectIdentifiers.id_sha256, Hash.of(NOTE.array()).bytes());

    assertThat(refusal((_, out) -> TsaServer.reply(out, tsa.grant(other).getEncoded())))
        .isEqualTo("its timestamp does not bear the nonce of the request");
  }

  @Test
  void a_token_of_other_bytes_is_refused() throws Exception {
    assertThat(
            refusal((query, out) -> {
              var asked = new TimeStampRequest(query);
              var generator = new TimeStampRequestGenerator();
              generator.setCertReq(true);
              var other =
                  generator.generate(
                      NISTObjectIdentifiers.id_sha256, new byte[32], asked.getNonce());
              TsaServer.reply(out, tsa.grant(other).getEncoded());
            }))
        .isEqualTo("its timestamp is not good: it is a timestamp of other bytes");
  }

  @Test
  void a_token_by_somebody_who_is_not_trusted_is_refused() throws Exception {
    var other = new TestTsa(new TestCa("other").issue("tsa", TestCa.Wish.GOOD));

    assertThat(refusal(TsaServer.granting(other))).contains("leads to none of the 1 trusted");
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    try (var target = new TsaServer(TsaServer.granting(tsa))) {
      assertThat(
              refusal((_, out) ->
                  TsaServer.write(
                      out,
                      TsaServer.head(
                          "302 Found",
                          "location: http://127.0.0.1:" + target.port() + "/",
                          "content-length: 0"))))
          .isEqualTo("it answered 302, a redirect, which is never followed");
      assertThat(target.heads()).isEmpty();
    }
  }

  @Test
  void an_answer_that_is_none_is_refused() throws Exception {
    byte[] rubbish = new byte[1 << 20];
    new Random(5).nextBytes(rubbish);

    assertThat(refusal((_, out) -> TsaServer.reply(out, rubbish)))
        .isEqualTo("its answer cannot be read: it is larger than 65536 bytes");
    assertThat(refusal((_, out) -> TsaServer.reply(out, Arrays.copyOf(rubbish, 5000))))
        .isEqualTo("its answer is not a TimeStampResp of RFC 3161");
    assertThat(refusal((_, out) -> TsaServer.reply(out, new byte[0])))
        .isEqualTo("its answer is not a TimeStampResp of RFC 3161");
    assertThat(refusal((_, out) -> out.write(rubbish))).startsWith("its answer cannot be read: ");
    assertThat(
            refusal((query, out) -> {
              byte[] whole = tsa.grant(new TimeStampRequest(query)).getEncoded();
              TsaServer.reply(out, Arrays.copyOf(whole, whole.length - 9));
            }))
        .isEqualTo("its answer is not a TimeStampResp of RFC 3161");
  }

  @Test
  void other_statuses_and_types_are_refused() throws Exception {
    assertThat(refusal((_, out) -> TsaServer.write(out, TsaServer.head("503 Busy"))))
        .isEqualTo("it answered 503, 200 was expected");
    assertThat(
            refusal((_, out) ->
                TsaServer.write(out, "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\nhello")))
        .isEqualTo("it answered in `text/html`, `application/timestamp-reply` was expected");
  }

  @Test
  void an_answer_whose_framing_is_not_clear_is_refused() throws Exception {
    for (String lines :
        List.of(
            "content-length: 5\r\ncontent-length: 6",
            "content-length: 5\r\ntransfer-encoding: chunked",
            "transfer-encoding: gzip, chunked",
            "content-length: -1",
            "content-length : 1",
            "x".repeat(20_000) + ": 1")) {
      assertThat(
              refusal((_, out) -> TsaServer.write(out, TsaServer.head("200 OK", lines) + "hello")))
          .as(lines)
          .startsWith("its answer cannot be read: ");
    }
  }

  @Test
  void an_answer_that_never_ends_is_given_up() throws Exception {
    assertThat(refusal(TimestampClientTest::drip, SHORT)).startsWith("no whole answer within ");
    assertThat(refusal((_, _) -> Thread.sleep(PATIENT), SHORT))
        .startsWith("no whole answer within ");
    assertThat(
            refusal((_, out) -> {
              TsaServer.write(out, TsaServer.head("200 OK"));
              byte[] block = new byte[8192];
              while (true) out.write(block);
            }))
        .isEqualTo("its answer cannot be read: it is larger than 65536 bytes");
  }

  private static void drip(byte[] query, OutputStream out) throws Exception {
    TsaServer.write(out, TsaServer.head("200 OK", "content-length: 60000"));
    while (true) {
      out.write(0);
      out.flush();
      Thread.sleep(20);
    }
  }

  @Test
  void a_connection_that_fails_is_told() throws Exception {
    // Port 1 is reserved, and nobody listens there.
    assertThat(refusal(client(new Origin(false, HOST, 1), SSLContext.getDefault(), PATIENT)))
        .isEqualTo("the connection failed (ConnectException)");
    assertThat(
            refusal((_, out) ->
                TsaServer.write(out, TsaServer.head("200 OK", "content-length: 9") + "hi")))
        .isEqualTo("the connection failed (EOFException)");
  }

  @Test
  void a_private_address_is_called_only_where_it_is_named() throws Exception {
    try (var server = new TsaServer(TsaServer.granting(tsa))) {
      var origin = new Origin(false, HOST, server.port());
      var egress = new EgressPolicy(Set.of(origin), Set.of());
      var client =
          new TimestampClient(
              "test",
              origin,
              "/",
              egress,
              check,
              SSLContext.getDefault(),
              new SecureRandom(),
              PATIENT);

      assertThat(refusal(client)).contains("has the private address 127.0.0.1");
      assertThat(server.heads()).isEmpty();
    }
  }

  @Test
  void https_needs_a_certificate_for_the_host_by_a_trusted_authority() throws Exception {
    var named = ca.server("IP:127.0.0.1");
    var other = ca.server("DNS:other.example");

    try (var server =
            new TsaServer(context(named, ca).getServerSocketFactory(), TsaServer.granting(tsa));
        var wrong =
            new TsaServer(context(other, ca).getServerSocketFactory(), TsaServer.granting(tsa))) {
      var origin = new Origin(true, HOST, server.port());

      assertThat(client(origin, context(named, ca), PATIENT).ask(NOTE))
          .isInstanceOf(TimestampClient.Answer.Stamped.class);
      assertThat(refusal(client(origin, SSLContext.getDefault(), PATIENT)))
          .startsWith("tls failed");
      assertThat(refusal(client(new Origin(true, HOST, wrong.port()), context(named, ca), PATIENT)))
          .startsWith("tls failed");
    }
  }

  private static SSLContext context(TestCa.Identity identity, TestCa trusted) throws Exception {
    var password = "changeit".toCharArray();
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    var own = TrustedCertificates.parse(identity.certificate().getEncoded());
    keys.setKeyEntry("own", identity.keys().getPrivate(), password, new Certificate[] {own});
    keys.setCertificateEntry("ca", TrustedCertificates.parse(trusted.certificate().getEncoded()));
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, password);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
