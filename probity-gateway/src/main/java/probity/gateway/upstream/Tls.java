package probity.gateway.upstream;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// TLS towards a provider: its certificate must be for its host, and by an authority that we trust.
public record Tls(SslContext context) {
  /// @param authorities a PEM file with the certificates that may have signed the provider's;
  ///   without one, those that the JDK trusts
  /// @throws IllegalArgumentException if the file holds no certificates
  public static Tls trusting(Optional<Path> authorities) {
    var builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
    authorities.ifPresent(file -> builder.trustManager(file.toFile()));
    try {
      return new Tls(builder.build());
    } catch (SSLException e) {
      throw new IllegalStateException("this JDK cannot make a TLS client", e);
    }
  }
}
