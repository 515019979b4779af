package probity.console.signon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A small OpenID provider over a real socket. It checks what a client sends as a good one does,
/// and can be told to answer as a bad one would.
public final class Provider implements AutoCloseable {
  public static final String CLIENT = "probity";
  public static final String SECRET = "a-secret";

  /// How an ID token is signed.
  public enum Signing {
    RSA,
    /// By no key at all.
    NONE,
    /// By the text of the public key, as if it were a shared secret.
    HMAC_WITH_PUBLIC_KEY,
    ANOTHER_KEY
  }

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey another;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger brought = new AtomicInteger();

  public volatile String subject = "ada@example.org";
  public volatile Signing signing = Signing.RSA;
  public volatile boolean saysWhen = true;
  public volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
  public volatile UnaryOperator<String> metadata = UnaryOperator.identity();
  public volatile UnaryOperator<Map<String, String>> answer = UnaryOperator.identity();

  private Provider(HttpServer server) throws JOSEException {
    this.server = server;
    this.key = new RSAKeyGenerator(2048).keyID("one").generate();
    this.another = new RSAKeyGenerator(2048).keyID("one").generate();
  }

  public static Provider start() throws IOException, JOSEException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var provider = new Provider(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/openid-configuration", provider::discover);
    server.createContext("/keys", provider::keys);
    server.createContext("/token", provider::token);
    server.start();
    return provider;
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public SignOnSettings settings() {
    return new SignOnSettings(
        URI.create(issuer()),
        CLIENT,
        java.util.Optional.of(SECRET),
        "Example login",
        java.util.List.of());
  }

  private void discover(HttpExchange exchange) throws IOException {
    send(
        exchange,
        200,
        metadata.apply(
            """
            {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
             "jwks_uri":"%1$s/keys","response_types_supported":["code"],
             "subject_types_supported":["public"],
             "authorization_response_iss_parameter_supported":true,
             "id_token_signing_alg_values_supported":["RS256"]}
            """
                .formatted(issuer())));
  }

  private void keys(HttpExchange exchange) throws IOException {
    send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
  }

  /// Signs somebody on: where the browser is sent back to.
  public String authorize(String address) {
    var asked = query(URI.create(address).getRawQuery());
    if (!CLIENT.equals(asked.get("client_id"))
        || !"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))
        || !asked.getOrDefault("scope", "").contains("openid")) {
      throw new AssertionError("this is no request for a code with PKCE: " + asked.keySet());
    }
    String code = "code-" + number.incrementAndGet();
    codes.put(code, asked);
    var back = new HashMap<String, String>();
    back.put("code", code);
    back.put("state", asked.getOrDefault("state", ""));
    back.put("iss", issuer());
    var text = new StringBuilder(asked.getOrDefault("redirect_uri", ""));
    char mark = '?';
    for (var one : answer.apply(back).entrySet()) {
      text.append(mark)
          .append(one.getKey())
          .append('=')
          .append(URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8));
      mark = '&';
    }
    return text.toString();
  }

  /// How often a code was brought.
  public int asked() {
    return brought.get();
  }

  private void token(HttpExchange exchange) throws IOException {
    brought.incrementAndGet();
    var sent = query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var asked = codes.remove(sent.getOrDefault("code", ""));
    boolean knows =
        ("Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8)))
            .equals(exchange.getRequestHeaders().getFirst("authorization"));
    if (asked == null || !knows || !isSame(asked, sent)) {
      send(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"SECRET WORDS\"}");
      return;
    }
    try {
      send(
          exchange,
          200,
          """
          {"access_token":"access","token_type":"Bearer","expires_in":60,"id_token":"%s"}
          """
              .formatted(idToken(asked).serialize()));
    } catch (JOSEException | ParseException e) {
      throw new IOException(e);
    }
  }

  private static boolean isSame(Map<String, String> asked, Map<String, String> sent) {
    var challenge =
        CodeChallenge.compute(
            CodeChallengeMethod.S256, new CodeVerifier(sent.getOrDefault("code_verifier", "")));
    return challenge.getValue().equals(asked.get("code_challenge"))
        && Objects.equals(asked.get("redirect_uri"), sent.get("redirect_uri"));
  }

  private JWT idToken(Map<String, String> asked) throws JOSEException, ParseException {
    var now = Instant.now();
    var built =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject(subject)
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
            .claim("nonce", asked.get("nonce"));
    if (saysWhen) built.claim("auth_time", now.getEpochSecond());
    var set = claims.apply(built).build();
    return switch (signing) {
      case NONE -> new PlainJWT(set);
      case RSA -> signed(JWSAlgorithm.RS256, new RSASSASigner(key), set);
      case ANOTHER_KEY -> signed(JWSAlgorithm.RS256, new RSASSASigner(another), set);
      case HMAC_WITH_PUBLIC_KEY ->
          signed(JWSAlgorithm.HS256, new MACSigner(key.toRSAPublicKey().getEncoded()), set);
    };
  }

  private static SignedJWT signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("one").build(), claims);
    jwt.sign(signer);
    return jwt;
  }

  private static Map<String, String> query(String text) {
    var found = new HashMap<String, String>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) continue;
      found.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return found;
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
