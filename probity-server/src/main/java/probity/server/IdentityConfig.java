package probity.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.exchange.Caller;
import probity.gateway.Proxies;
import probity.gateway.upstream.Origin;
import probity.identity.Issuer;
import probity.identity.SpiffeId;

/// How callers are known by something other than an API key.
///
/// @param certificates callers by the id in their certificates
public record IdentityConfig(
    List<TrustedIssuer> issuers, Map<SpiffeId, Caller> certificates, Proxies proxies) {
  static final IdentityConfig NONE = new IdentityConfig(List.of(), Map.of(), Proxies.NONE);

  public IdentityConfig {
    issuers = List.copyOf(issuers);
    certificates = Map.copyOf(certificates);
  }

  /// An issuer of tokens, and where it publishes its keys: nothing in a token says where.
  ///
  /// @param authorities PEM file of who may have signed its certificate, if not those that the JDK
  ///   trusts
  public record TrustedIssuer(
      Issuer issuer, Origin origin, String path, Optional<Path> authorities) {}
}
