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
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import probity.gateway.upstream.EgressPolicy;
import probity.http.PinnedPost;
import probity.identity.KeySet;
import probity.server.issuer.FetchedKeys;

/// Where the keys of the configured issuers come from.
final class ConfiguredIssuers {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private ConfiguredIssuers() {}

  /// Begins to fetch them; nothing waits for that but a token that needs them.
  static FetchedKeys of(Config config, InstantSource clock) {
    var issuers = config.identity().issuers();
    var egress =
        new EgressPolicy(
            issuers.stream()
                .map(IdentityConfig.TrustedIssuer::origin)
                .collect(Collectors.toUnmodifiableSet()),
            Set.copyOf(config.privateHosts()));
    var sources = new HashMap<String, FetchedKeys.Source>();
    for (IdentityConfig.TrustedIssuer trusted : issuers) {
      var http = new PinnedPost(egress, tls(trusted.authorities()), LONGEST, KeySet.BYTES_MAX);
      sources.put(
          trusted.issuer().name(),
          () -> http.get(trusted.origin(), trusted.path(), "application/json"));
    }
    var keys = new FetchedKeys(sources, clock);
    keys.refreshDue();
    return keys;
  }

  private static SSLContext tls(Optional<Path> authorities) {
    try {
      if (authorities.isEmpty()) return SSLContext.getDefault();
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(authorities.get()));
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new StartRefused(
          "`ca` of an issuer, `"
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
