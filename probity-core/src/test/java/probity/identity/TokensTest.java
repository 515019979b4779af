package probity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.exchange.Bytes;
import probity.exchange.Caller;
import probity.exchange.Credential;

class TokensTest {
  private static final long NOW = 1_700_000_000;
  private static final String ISSUER = "https://login.example";
  private static final Caller CRM = new Caller("crm", List.of("sales"), List.of());
  private static final RSAKey RSA = rsa("one", 2048);
  private static final ECKey EC = ec("two");

  /// Of a person in the front end `crm-web`.
  private static final String CLAIMS =
      "{\"iss\":\"https://login.example\",\"aud\":[\"other\",\"probity\"],\"exp\":1700000300,"
          + "\"iat\":1699999990,\"azp\":\"crm-web\",\"sub\":\"u-17\","
          + "\"realm\":{\"roles\":[\"Sales\",\"Boss\",\"unknown\"]}}";

  private static final Issuer TRUSTED =
      new Issuer(
          ISSUER,
          List.of("probity"),
          Set.of("RS256", "ES256"),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          List.of("azp"),
          Map.of("crm-web", CRM),
          new Issuer.Names(
              List.of("realm", "roles"), Map.of("Sales", "sales", "Boss", "lead", "Old", "old")),
          Issuer.Names.NONE,
          Optional.of(List.of("sub")));

  private final Published published = new Published();
  private final Identity identity =
      new Identity(new ApiKeys(List.of()), List.of(TRUSTED), published, Map.of());

  /// An issuer's keys, as a test lets them be fetched.
  private static final class Published implements IssuerKeys {
    Optional<KeySet> keys = Optional.of(set(RSA, EC));
    Optional<KeySet> next = Optional.empty();
    final AtomicInteger fetches = new AtomicInteger();

    @Override
    public Optional<KeySet> of(String issuer) {
      return issuer.equals(ISSUER) ? keys : Optional.empty();
    }

    @Override
    public void refresh(String issuer, Runnable done) {
      fetches.incrementAndGet();
      if (next.isPresent()) keys = next;
      done.run();
    }
  }

  private static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, bits < 2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String document(JWK... keys) {
    return Stream.of(keys)
        .map(key -> key.toPublicJWK().toJSONString())
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static KeySet set(JWK... keys) {
    return KeySet.parse(Bytes.utf8(document(keys))).orElseThrow();
  }

  private static String encoded(String text) {
    return Base64URL.encode(text).toString();
  }

  /// A token whose header and claims are these bytes, signed by `signer`.
  private static String token(String header, String claims, JWSSigner signer, JWSAlgorithm by)
      throws JOSEException {
    String input = encoded(header) + "." + encoded(claims);
    var signature =
        signer.sign(new JWSHeader(by), input.getBytes(StandardCharsets.US_ASCII)).toString();
    return input + "." + signature;
  }

  private static String rs256(String header, String claims) throws JOSEException {
    return token(header, claims, new RSASSASigner(RSA), JWSAlgorithm.RS256);
  }

  private static String good() throws JOSEException {
    return rs256("{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}", CLAIMS);
  }

  private Identified identify(String token, long seconds) {
    var answers = new ArrayList<Identified>();
    identity.identify(
        Presented.authorization("Bearer " + token), seconds * 1000, Runnable::run, answers::add);
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private String reason(String token) {
    return reason(identify(token, NOW));
  }

  private static String reason(Identified identified) {
    return identified instanceof Identified.Unknown(var reason) ? reason : "";
  }

  @Test
  void a_token_gives_a_declared_caller_with_roles_and_the_person_it_acts_for() throws Exception {
    var known = identify(good(), NOW);

    assertThat(known)
        .isEqualTo(
            new Identified.Known(
                new Caller("crm", List.of("sales", "lead"), List.of()),
                Credential.JWT,
                Optional.of("u-17"),
                List.of()));
    assertThat(published.fetches).hasValue(0);
  }

  @Test
  void a_key_on_a_curve_verifies_too() throws Exception {
    var token =
        token(
            "{\"alg\":\"ES256\",\"kid\":\"two\"}", CLAIMS, new ECDSASigner(EC), JWSAlgorithm.ES256);

    assertThat(reason(token)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"RS256","kid":"one","typ":"at+jwt"}             |
          {"alg":"RS256","kid":"one","typ":"application/at+jwt"} |
          {"alg":"RS256","kid":"one"}                            |
          {"alg":"RS256","kid":"one","x5t":"AA"}                 |
          {"alg":"RS512","kid":"one"}                            | wrong-algorithm
          {"alg":"HS256","kid":"one"}                            | wrong-algorithm
          {"alg":"none","kid":"one"}                             | wrong-algorithm
          {"alg":"rs256","kid":"one"}                            | wrong-algorithm
          {"alg":"ES256","kid":"one"}                            | bad-signature
          {"alg":"RS256","kid":"two"}                            | bad-signature
          {"alg":"RS256","kid":"three"}                          | unknown-key-id
          {"alg":"RS256"}                                        | unknown-key-id
          {"kid":"one"}                                          | malformed-token
          {"alg":"RS256","kid":1}                                | malformed-token
          {"alg":"RS256","kid":"one","alg":"none"}               | malformed-token
          {"alg":"RS256","kid":"one","typ":"logout+jwt"}         | malformed-token
          {"alg":"RS256","kid":"one","typ":"dpop+jwt"}           | malformed-token
          {"alg":"RS256","kid":"one","typ":1}                    | malformed-token
          {"alg":"RS256","kid":"one","cty":"JWT"}                | malformed-token
          {"alg":"RS256","kid":"one","crit":["exp"]}             | malformed-token
          {"alg":"RS256","kid":"one","b64":false}                | malformed-token
          {"alg":"RS256","kid":"one","jku":"https://evil.example"} | malformed-token
          {"alg":"RS256","kid":"one","x5u":"https://evil.example"} | malformed-token
          {"alg":"RS256","kid":"one","jwk":{}}                   | malformed-token
          {"alg":"RS256","kid":"one","x5c":[]}                   | malformed-token
          ["RS256"]                                              | malformed-key
          {"alg":"RS256","kid":"one"} {}                         | malformed-token
          """)
  void a_header_counts_only_if_it_says_what_we_understand(String header, String reason)
      throws Exception {
    assertThat(reason(rs256(header, CLAIMS))).isEqualTo(Optional.ofNullable(reason).orElse(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ["other","probity"]     | "probity"                    |
          ["other","probity"]     | "other"                      | wrong-audience
          ["other","probity"]     | []                           | wrong-audience
          ["other","probity"]     | {"probity":1}                | wrong-audience
          ,"aud":["other","probity"] |                           | wrong-audience
          https://login.example   | https://evil.example         | unknown-issuer
          https://login.example   | https://login.example/       | unknown-issuer
          "https://login.example" | ["https://login.example"]    | unknown-issuer
          "crm-web"               | "somebody"                   | unmapped-caller
          "crm-web"               | ["crm-web","crm-web"]        | unmapped-caller
          "azp"                   | "azq"                        | unmapped-caller
          1700000300              | 1699999941                   |
          1700000300              | 1699999940                   | token-expired
          1700000300              | 1699999940.5                 |
          1700000300              | "1700000300"                 | bad-claims
          1700000300              | -1                           | bad-claims
          1700000300              | 1e300                        | bad-claims
          1700000300              | 1700003590                   |
          1700000300              | 1700003591                   | bad-claims
          "exp":1700000300,       |                              | bad-claims
          "iat":1699999990        | "iat":1700000060             |
          "iat":1699999990        | "iat":1700000061             | token-not-yet
          "iat":1699999990        | "iat":1                      | bad-claims
          "iat":1699999990        | "iat":null                   | bad-claims
          "iat":1699999990,       |                              |
          "iat":1699999990        | "nbf":1700000060             |
          "iat":1699999990        | "nbf":1700000061             | token-not-yet
          "iat":1699999990        | "nbf":true                   | bad-claims
          "u-17"                  | ["a","b"]                    | bad-claims
          "u-17"                  | "a\\nb"                      | bad-claims
          "u-17"                  | 17                           |
          "sub"                   | "iss"                        | malformed-token
          """)
  void claims_count_only_within_their_bounds(String right, String wrong, String reason)
      throws Exception {
    assertThat(CLAIMS).contains(right);

    var claims = CLAIMS.replace(right, Optional.ofNullable(wrong).orElse(""));

    assertThat(reason(rs256("{\"alg\":\"RS256\",\"kid\":\"one\"}", claims)))
        .isEqualTo(Optional.ofNullable(reason).orElse(""));
  }

  @Test
  void the_public_key_is_no_secret_to_sign_with() throws Exception {
    byte[] secret = RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    String header = "{\"alg\":\"HS256\",\"kid\":\"one\"}";

    assertThat(reason(token(header, CLAIMS, new MACSigner(secret), JWSAlgorithm.HS256)))
        .isEqualTo("wrong-algorithm");
  }

  @Test
  void a_token_without_its_signature_or_with_another_ones_is_nobodys() throws Exception {
    String good = good();
    String other = rs256("{\"alg\":\"RS256\",\"kid\":\"one\"}", CLAIMS);
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);

    assertThat(reason(unsigned)).isEqualTo("malformed-token");
    assertThat(reason(unsigned + "AA")).isEqualTo("bad-signature");
    assertThat(reason(unsigned + other.substring(other.lastIndexOf('.') + 1)))
        .isEqualTo("bad-signature");
    assertThat(reason(good + ".AA.AA")).isEqualTo("malformed-token");
    assertThat(reason(good + "=")).isEqualTo("malformed-token");
    assertThat(reason(good.replaceFirst("\\.", ".\u00e9"))).isEqualTo("malformed-token");
  }

  @Test
  void a_long_token_is_not_read() throws Exception {
    String header = "{\"alg\":\"RS256\",\"kid\":\"one\"}";
    String longest = rs256(header, CLAIMS.replace("u-17", "u"));
    String claims = CLAIMS.replace("{\"iss\"", "{\"x\":\"" + "y".repeat(12_300) + "\",\"iss\"");

    assertThat(reason(longest)).isEmpty();
    assertThat(rs256(header, claims).length()).isGreaterThan(16 << 10);
    assertThat(reason(rs256(header, claims))).isEqualTo("malformed-token");
  }

  @Test
  void a_token_that_was_good_ends_in_time_and_with_its_key() throws Exception {
    String token = good();
    assertThat(reason(identify(token, NOW))).isEmpty();

    assertThat(reason(identify(token, NOW + 359))).isEmpty();
    assertThat(reason(identify(token, NOW + 360))).isEqualTo("token-expired");
    published.keys = Optional.of(set(rsa("one", 2048), EC));
    assertThat(reason(identify(token, NOW))).isEqualTo("bad-signature");
    published.keys = Optional.of(set(EC));
    assertThat(reason(identify(token, NOW))).isEqualTo("unknown-key-id");
    published.keys = Optional.empty();
    assertThat(reason(identify(token, NOW))).isEqualTo("stale-keys");
  }

  @Test
  void a_key_that_is_not_there_is_fetched_and_the_request_goes_on() throws Exception {
    String token = good();
    published.next = published.keys;
    published.keys = Optional.of(set(EC, ec("three")));

    assertThat(reason(token)).isEmpty();
    assertThat(published.fetches).hasValue(1);
  }

  @Test
  void a_token_without_key_id_is_by_the_only_key_there_is() throws Exception {
    published.keys = Optional.of(set(RSA));

    assertThat(reason(rs256("{\"alg\":\"RS256\"}", CLAIMS))).isEmpty();
  }

  @Test
  void keys_that_cannot_be_relied_on_are_not_in_a_set() throws GeneralSecurityException {
    var weak = rsa("weak", 1024);
    var twin = rsa("one", 2048);
    String encryption = RSA.toPublicJWK().toJSONString().replace("{", "{\"use\":\"enc\",");
    String secret = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"" + "A".repeat(43) + "\"}";

    assertThat(KeySet.parse(Bytes.utf8(document(weak)))).isEmpty();
    assertThat(KeySet.parse(Bytes.utf8("{\"keys\":[" + encryption + "]}"))).isEmpty();
    assertThat(KeySet.parse(Bytes.utf8("{\"keys\":[" + secret + "]}"))).isEmpty();
    assertThat(KeySet.parse(Bytes.utf8("{\"keys\":[" + RSA.toJSONString() + "]}"))).isEmpty();
    assertThat(KeySet.parse(Bytes.utf8("{\"keys\":[]}"))).isEmpty();
    assertThat(KeySet.parse(Bytes.utf8("[]"))).isEmpty();
    assertThat(KeySet.parse(Bytes.utf8(document(weak, RSA))).orElseThrow().size()).isEqualTo(1);
    assertThat(set(RSA, twin).find(Optional.of("one"))).isEmpty();
  }
}
