package probity.console.signon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import probity.console.Values;

/// An OpenID provider, found by its discovery document (OpenID Connect Discovery 1.0).
///
/// An ID token counts where it is signed with a key that the provider publishes, by an algorithm
/// with a public key; where issuer, audience, authorized party, times and nonce are right; and
/// where the answer came with the state of the errand and, of a provider that says so, with its
/// issuer (RFC 9207). Other tokens are not looked at and not kept.
public final class OpenIdProvider implements SignOnProvider {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final Duration KNOWN_FOR = Duration.ofHours(1);
  private static final int KEYS_MILLIS = 5_000;
  private static final int KEYS_BYTES = 512 << 10;

  private final SignOnSettings settings;
  private final InstantSource clock;
  private final ProviderHttp http = new ProviderHttp();
  private volatile Optional<Known> known = Optional.empty();

  /// What the provider said of itself.
  private record Known(
      OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant until) {}

  public OpenIdProvider(SignOnSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String title() {
    return settings.title();
  }

  @Override
  public URI away(Errand errand, URI back, boolean anew) throws SignOnFailed {
    var metadata = known().metadata();
    var scope = new Scope("openid");
    settings.scopes().forEach(scope::add);
    var request =
        new AuthenticationRequest.Builder(
                new ResponseType(ResponseType.Value.CODE),
                scope,
                new ClientID(settings.clientId()),
                back)
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(new State(errand.state()))
            .nonce(new Nonce(errand.nonce()))
            .codeChallenge(new CodeVerifier(errand.verifier()), CodeChallengeMethod.S256);
    if (anew) request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
    return request.build().toURI();
  }

  @Override
  public SignedOn back(Errand errand, URI back, Values answer) throws SignOnFailed {
    var provider = known();
    check(errand, answer, provider.metadata());
    var claims = claims(errand, redeemed(errand, back, answer.text("code"), provider), provider);
    return new SignedOn(
        settings.issuer().toString(),
        claims.getSubject().getValue(),
        Optional.ofNullable(claims.getAuthenticationTime()).map(Date::toInstant));
  }

  private void check(Errand errand, Values answer, OIDCProviderMetadata metadata)
      throws SignOnFailed {
    if (!answer.text("state").equals(errand.state())) {
      throw new SignOnFailed("The answer belongs to another attempt. Sign on anew");
    }
    boolean named = answer.has("iss");
    boolean ours =
        named
            ? answer.text("iss").equals(settings.issuer().toString())
            : !metadata.supportsAuthorizationResponseIssuerParam();
    if (!ours) {
      throw new SignOnFailed("The answer is not from " + settings.title());
    }
    if (answer.has("error")) {
      boolean known = answer.text("error").matches("[a-z_]{1,40}");
      throw new SignOnFailed(
          settings.title()
              + " did not sign you on"
              + (known ? " (" + answer.text("error") + ")" : ""));
    }
    if (answer.text("code").isEmpty()) throw new SignOnFailed("The answer has no code");
  }

  private OIDCTokenResponse redeemed(Errand errand, URI back, String code, Known provider)
      throws SignOnFailed {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), back, new CodeVerifier(errand.verifier()));
    var endpoint = provider.metadata().getTokenEndpointURI();
    var client = new ClientID(settings.clientId());
    var request =
        settings
            .clientSecret()
            .map(secret ->
                new TokenRequest.Builder(
                    endpoint, authentication(client, new Secret(secret), provider), grant))
            .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
            .build();
    try {
      var answer = OIDCTokenResponseParser.parse(http.post(request.toHTTPRequest()));
      if (!answer.indicatesSuccess()) {
        var why = answer.toErrorResponse().getErrorObject();
        throw new SignOnFailed(
            settings.title()
                + " did not take the answer back ("
                + (why == null ? "no reason" : why.getCode())
                + ")");
      }
      return (OIDCTokenResponse) answer.toSuccessResponse();
    } catch (ParseException e) {
      throw new SignOnFailed(settings.title() + " gave something that is no answer", e);
    } catch (IOException e) {
      throw new SignOnFailed(settings.title() + " cannot be reached", e);
    }
  }

  /// As the provider takes secrets: in the header, where it takes that.
  private static ClientAuthentication authentication(
      ClientID client, Secret secret, Known provider) {
    var taken = provider.metadata().getTokenEndpointAuthMethods();
    boolean inBody =
        taken != null
            && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return inBody ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
  }

  private IDTokenClaimsSet claims(Errand errand, OIDCTokenResponse answer, Known provider)
      throws SignOnFailed {
    var token = answer.getOIDCTokens().getIDToken();
    if (token == null) throw new SignOnFailed(settings.title() + " gave no ID token");
    var validator =
        new IDTokenValidator(
            new Issuer(settings.issuer()),
            new ClientID(settings.clientId()),
            new JWSVerificationKeySelector<>(ALGORITHMS, provider.keys()),
            null);
    try {
      var claims = validator.validate(token, new Nonce(errand.nonce()));
      if (!isForUs(claims)) {
        throw new SignOnFailed("What " + settings.title() + " says of you is for another program");
      }
      return claims;
    } catch (BadJOSEException | JOSEException e) {
      throw new SignOnFailed("What " + settings.title() + " says of you is not valid", e);
    }
  }

  /// A token for several is one for us only where it says that we asked for it (section 3.1.3.7).
  private boolean isForUs(IDTokenClaimsSet claims) {
    var party = claims.getAuthorizedParty();
    return party == null
        ? claims.getAudience().size() == 1
        : party.getValue().equals(settings.clientId());
  }

  private Known known() throws SignOnFailed {
    var now = clock.instant();
    var before = known;
    if (before.isPresent() && now.isBefore(before.get().until())) return before.get();
    try {
      var found = found(now);
      known = Optional.of(found);
      return found;
    } catch (IOException | GeneralException e) {
      throw new SignOnFailed(
          settings.title() + " cannot be reached, or says nothing that can be used of itself", e);
    }
  }

  private Known found(Instant now) throws IOException, GeneralException, SignOnFailed {
    String issuer = settings.issuer().toString().replaceAll("/+$", "");
    var metadata =
        OIDCProviderMetadata.parse(
            http.get(URI.create(issuer + "/.well-known/openid-configuration")));
    if (!metadata.getIssuer().getValue().equals(settings.issuer().toString())) {
      throw new SignOnFailed("The provider's document names another issuer");
    }
    for (URI endpoint :
        List.of(
            needed(metadata.getAuthorizationEndpointURI()),
            needed(metadata.getTokenEndpointURI()),
            needed(metadata.getJWKSetURI()))) {
      if (!isSafe(endpoint)) throw new SignOnFailed("The provider names an address without TLS");
    }
    var keys =
        JWKSourceBuilder.create(
                metadata.getJWKSetURI().toURL(),
                new DefaultResourceRetriever(KEYS_MILLIS, KEYS_MILLIS, KEYS_BYTES))
            .build();
    return new Known(metadata, keys, now.plus(KNOWN_FOR));
  }

  private static URI needed(@Nullable URI endpoint) throws SignOnFailed {
    if (endpoint == null) throw new SignOnFailed("The provider's document lacks an address");
    return endpoint;
  }

  /// Whether nobody can listen on the way: TLS, or this machine.
  public static boolean isSafe(URI address) {
    if ("https".equals(address.getScheme())) return address.getHost() != null;
    if (!"http".equals(address.getScheme()) || address.getHost() == null) return false;
    String host = address.getHost();
    if (host.equals("localhost")) return true;
    if (!host.matches("[0-9.]+|\\[[0-9a-f:]+]")) return false;
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
