package probity.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import probity.exchange.Caller;
import probity.gateway.upstream.Origin;
import probity.identity.Issuer;

/// An issuer of tokens with its keys behind TLS on this machine. `Date` is what the library takes.
@SuppressWarnings("JavaUtilDate")
final class TestIssuer implements AutoCloseable {
  static final String NAME = "https://login.example/acme";

  private final TestCertificates authority = new TestCertificates("issuers");
  private final HttpsServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile RSAKey key = key("first");
  private volatile int status = 200;

  TestIssuer() throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(authority.context(List.of(authority.server()))));
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          byte[] body =
              ("{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Publishes another key in place of the one so far.
  void rotate(String id) {
    key = key(id);
  }

  void answersWith(int status) {
    this.status = status;
  }

  /// How often its keys were fetched.
  int asked() {
    return asked.get();
  }

  Origin origin() {
    return new Origin(true, "127.0.0.1", server.getAddress().getPort());
  }

  /// Its tokens call support staff `Staff`, and the caller `support-web`.
  IdentityConfig.TrustedIssuer config(Path folder) throws IOException, GeneralSecurityException {
    var issuer =
        new Issuer(
            NAME,
            List.of("probity"),
            Set.of("RS256"),
            Issuer.SKEW,
            Issuer.LIFETIME_MAX,
            List.of("azp"),
            Map.of("support-web", new Caller("web", List.of(), List.of())),
            new Issuer.Names(List.of("realm_access", "roles"), Map.of("Staff", "support")),
            Issuer.Names.NONE,
            Optional.of(List.of("sub")));
    return new IdentityConfig.TrustedIssuer(
        issuer, origin(), "/keys", Optional.of(authority.pem(folder.resolve("issuer-ca.pem"))));
  }

  /// A token of `person` with these roles, good for five minutes.
  String token(Instant now, String person, String... roles) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(NAME)
            .audience("probity")
            .subject(person)
            .claim("azp", "support-web")
            .claim("realm_access", Map.of("roles", List.of(roles)))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
            .build();
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
