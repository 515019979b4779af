package probity.server;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import probity.gateway.upstream.EgressPolicy;
import probity.timestamp.TimestampCheck;
import probity.timestamp.TimestampClient;
import probity.timestamp.Timestamps;
import probity.timestamp.TrustedCertificates;

/// The timestamp authorities of a configuration.
final class ConfiguredTimestamps {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private ConfiguredTimestamps() {}

  /// Ready to be asked; a `trust` file that cannot be read refuses the start. Nobody is called yet:
  /// a gateway starts and serves without its authorities.
  static List<Timestamps.Authority> of(Config config, SecureRandom random) {
    var origins =
        config.timestamps().stream()
            .map(LedgerConfig.TimestampAuthority::origin)
            .collect(Collectors.toSet());
    var egress = new EgressPolicy(origins, Set.copyOf(config.privateHosts()));
    return config.timestamps().stream()
        .map(each ->
            new Timestamps.Authority(
                new TimestampClient(
                    each.name(),
                    each.origin(),
                    each.path(),
                    egress,
                    new TimestampCheck(trusted(each)),
                    tls(),
                    random,
                    LONGEST),
                each.every()))
        .toList();
  }

  private static TrustedCertificates trusted(LedgerConfig.TimestampAuthority authority) {
    try {
      return TrustedCertificates.read(authority.trust().stream().toList());
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "`trust` of timestamp authority `" + authority.name() + "`: " + e.getMessage(), e);
    }
  }

  private static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK cannot make a TLS client", e);
    }
  }
}
