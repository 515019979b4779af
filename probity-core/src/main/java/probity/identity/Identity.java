package probity.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import probity.exchange.Caller;
import probity.exchange.Credential;

/// Who calls: by an API key, a token of an issuer, or a certificate. Safe for any thread.
public final class Identity {
  private static final String SCHEME = "bearer ";

  private final ApiKeys apiKeys;
  private final Tokens tokens;
  private final IssuerKeys issuerKeys;
  private final Map<SpiffeId, Caller> certificates;

  /// @param certificates callers by the id in their certificates
  public Identity(
      ApiKeys apiKeys,
      List<Issuer> issuers,
      IssuerKeys issuerKeys,
      Map<SpiffeId, Caller> certificates) {
    this.apiKeys = apiKeys;
    this.tokens = new Tokens(issuers, issuerKeys);
    this.issuerKeys = issuerKeys;
    this.certificates = Map.copyOf(certificates);
  }

  /// By API keys alone.
  public static Identity of(ApiKeys apiKeys) {
    return new Identity(apiKeys, List.of(), IssuerKeys.NONE, Map.of());
  }

  /// Whether a text that is no header for credentials holds what looks like one. Such a text goes
  /// nowhere.
  public static boolean isIn(String text) {
    return ApiKeys.isIn(text) || RawToken.isIn(text);
  }

  /// Says who presented this, mostly at once. Where a token names a key that is not there, its
  /// issuer's keys are fetched if that is due, and `then` runs on `home` when that is over.
  public void identify(Presented presented, long now, Executor home, Consumer<Identified> then) {
    switch (known(presented, now)) {
      case Tokens.Result.Done(var identified) -> then.accept(identified);
      case Tokens.Result.KeyMissing(var issuer, _) ->
          issuerKeys.refresh(
              issuer, () -> home.execute(() -> then.accept(afterFetch(presented, now))));
    }
  }

  private Identified afterFetch(Presented presented, long now) {
    return switch (known(presented, now)) {
      case Tokens.Result.Done(var identified) -> identified;
      case Tokens.Result.KeyMissing(_, var reason) -> new Identified.Unknown(reason);
    };
  }

  private Tokens.Result known(Presented presented, long now) {
    var byCertificate = presented.certificate().map(certificate -> certified(certificate, now));
    return switch (bearer(presented)) {
      case Bearer.None() -> done(byCertificate.orElse(new Identified.Unknown("no-key")), presented);
      case Bearer.Wrong(var reason) -> done(new Identified.Unknown(reason), presented);
      case Bearer.Text(var text) when RawToken.hasForm(text) ->
          switch (tokens.identify(text, now)) {
            case Tokens.Result.Done(var byToken) -> done(both(byToken, byCertificate), presented);
            case Tokens.Result.KeyMissing missing -> missing;
          };
      case Bearer.Text(var text) ->
          done(both(apiKeys.identify(text, now), byCertificate), presented);
    };
  }

  private static Tokens.Result done(Identified identified, Presented presented) {
    return new Tokens.Result.Done(
        identified instanceof Identified.Known known
            ? known.orPerson(presented.person())
            : identified);
  }

  private Identified certified(ClientCertificate certificate, long now) {
    if (certificate.validity().over(now)) return new Identified.Unknown("certificate-expired");
    if (!certificate.validity().begun(now)) return new Identified.Unknown("certificate-not-yet");
    if (certificate.id().isEmpty()) return new Identified.Unknown("malformed-certificate");
    return certificate
        .id()
        .flatMap(id -> Optional.ofNullable(certificates.get(id)))
        .<Identified>map(caller ->
            new Identified.Known(caller, Credential.CERTIFICATE, Optional.empty(), List.of()))
        .orElseGet(() -> new Identified.Unknown("unknown-certificate"));
  }

  /// Two credentials of one request must be of one caller; what the bearer's says then counts.
  private static Identified both(Identified byBearer, Optional<Identified> byCertificate) {
    if (!(byBearer instanceof Identified.Known one)) return byBearer;
    return switch (byCertificate.orElse(one)) {
      case Identified.Unknown unknown -> unknown;
      case Identified.Known(var caller, _, _, _) ->
          caller.id().equals(one.caller().id())
              ? one
              : new Identified.Unknown("credentials-differ");
    };
  }

  private sealed interface Bearer {
    record None() implements Bearer {}

    record Text(String text) implements Bearer {}

    record Wrong(String reason) implements Bearer {}
  }

  /// What `Authorization: Bearer` or a header for keys bears; several may, if they bear the same.
  private static Bearer bearer(Presented presented) {
    var borne = new TreeSet<String>();
    presented.apiKeys().forEach(key -> borne.add(key.strip()));
    if (presented.authorization().isPresent()) {
      String header = presented.authorization().get();
      if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        return new Bearer.Wrong("malformed-key");
      }
      borne.add(header.substring(SCHEME.length()).strip());
    }
    return switch (borne.size()) {
      case 0 -> new Bearer.None();
      case 1 -> new Bearer.Text(borne.first());
      default -> new Bearer.Wrong("credentials-differ");
    };
  }
}
