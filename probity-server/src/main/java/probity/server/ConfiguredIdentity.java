package probity.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import probity.exchange.Caller;
import probity.gateway.Callers;
import probity.gateway.upstream.EgressPolicy;
import probity.http.PinnedPost;
import probity.identity.ApiKey;
import probity.identity.ApiKeys;
import probity.identity.Identity;
import probity.identity.IssuerKeys;
import probity.identity.KeySet;
import probity.policy.Bundle;
import probity.server.issuer.FetchedKeys;

/// Who may call, after a configuration, and where the keys of its issuers come from.
final class ConfiguredIdentity {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(ConfiguredIdentity.class.getName());

  private ConfiguredIdentity() {}

  /// Begins to fetch the keys of issuers; nothing waits for that but a token that needs them.
  static FetchedKeys keys(Config config, InstantSource clock) {
    var issuers = config.identity().issuers();
    var egress =
        new EgressPolicy(
            issuers.stream()
                .map(IdentityConfig.TrustedIssuer::origin)
                .collect(Collectors.toUnmodifiableSet()),
            Set.copyOf(config.privateHosts()));
    var sources = new HashMap<String, FetchedKeys.Source>();
    for (IdentityConfig.TrustedIssuer trusted : issuers) {
      var http =
          new PinnedPost(
              egress, tls("an issuer", trusted.authorities()), LONGEST, KeySet.BYTES_MAX);
      sources.put(
          trusted.issuer().name(),
          () -> http.get(trusted.origin(), trusted.path(), "application/json"));
    }
    var keys = new FetchedKeys(sources, clock);
    keys.refreshDue();
    return keys;
  }

  /// @param apiKeys as `records` has them
  static Callers callers(Config config, List<ApiKey> apiKeys, IssuerKeys issuerKeys) {
    var identity =
        new Identity(
            new ApiKeys(apiKeys),
            config.identity().issuers().stream().map(IdentityConfig.TrustedIssuer::issuer).toList(),
            issuerKeys,
            config.identity().certificates());
    return new Callers(identity, config.identity().proxies());
  }

  /// Nothing is wrong with a word that no rule asks for, but it is mostly a misspelt one.
  static void warnOfUndeclaredWords(Bundle bundle, Config config) {
    var callers = new LinkedHashSet<Caller>();
    for (ApiKey key : config.callers()) {
      callers.add(key.caller());
      warnOfUndeclaredRoutes(bundle, key);
    }
    callers.addAll(config.identity().certificates().values());
    for (Caller caller : callers) {
      warnOfUndeclaredRoles(bundle, "caller `" + caller.id() + "`", caller.roles());
    }
    for (IdentityConfig.TrustedIssuer trusted : config.identity().issuers()) {
      var issuer = trusted.issuer();
      warnOfUndeclaredRoles(
          bundle, "issuer `" + issuer.name() + "`", issuer.roles().words().values());
    }
  }

  private static void warnOfUndeclaredRoutes(Bundle bundle, ApiKey key) {
    for (String route : key.routes()) {
      if (bundle.routes().stream().noneMatch(declared -> declared.id().equals(route))) {
        LOG.log(
            Level.WARNING,
            "a key of caller `{0}` is for route `{1}`, which the bundle does not declare",
            new Object[] {key.caller().id(), route});
      }
    }
  }

  private static void warnOfUndeclaredRoles(Bundle bundle, String who, Collection<String> roles) {
    for (String role : roles) {
      if (!bundle.roles().contains(role)) {
        LOG.log(
            Level.WARNING,
            "{0} has the role `{1}`, which the bundle does not declare: no rule asks for it",
            new Object[] {who, role});
      }
    }
  }

  /// What trusts the authorities of a PEM file, or those of the JDK.
  ///
  /// @param whose file it is, for the message
  static SSLContext tls(String whose, Optional<Path> authorities) {
    try {
      if (authorities.isEmpty()) return SSLContext.getDefault();
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(authorities.get()));
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new StartRefused(
          "`ca` of "
              + whose
              + ", `"
              + authorities.map(Path::toString).orElse("")
              + "`, is not a PEM file of certificates",
          e);
    }
  }

  private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = new FileInputStream(file.toFile())) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, one);
      }
      if (number == 0) throw new IOException("no certificate");
    }
    return store;
  }
}
