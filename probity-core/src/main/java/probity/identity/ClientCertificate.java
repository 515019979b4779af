package probity.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A client's certificate whose chain was verified, here or by a trusted proxy: the SPIFFE id in
/// it, if it is one of the SPIFFE X.509-SVID standard.
///
/// @param validity when it may be used; a connection can outlive it
public record ClientCertificate(Optional<SpiffeId> id, Validity validity) {
  private static final int URI = 6;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;

  /// Reads the certificate of a connection. It bears an id if it has exactly one URI among its
  /// alternative names, which is one, and is for signing and no authority's (X.509-SVID sections 2
  /// to 4).
  public static ClientCertificate of(X509Certificate certificate) {
    return new ClientCertificate(
        isLeaf(certificate) ? id(certificate) : Optional.empty(),
        new Validity(
            certificate.getNotBefore().toInstant().toEpochMilli(),
            // The last moment counts.
            certificate.getNotAfter().toInstant().toEpochMilli() + 1));
  }

  private static boolean isLeaf(X509Certificate certificate) {
    var usage = Optional.ofNullable(certificate.getKeyUsage());
    return certificate.getBasicConstraints() < 0
        && usage.filter(u -> u[DIGITAL_SIGNATURE] && !u[KEY_CERT_SIGN] && !u[CRL_SIGN]).isPresent();
  }

  private static Optional<SpiffeId> id(X509Certificate certificate) {
    try {
      Collection<List<?>> names =
          Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
      var uris =
          names.stream()
              .filter(name -> name.getFirst().equals(URI))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
      return uris.size() == 1 ? SpiffeId.parse(uris.getFirst()) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /// Reads a header `x-forwarded-client-cert` as Envoy writes it, from a proxy that is trusted.
  /// Empty where it is malformed, of more than one certificate, or without exactly one `URI`.
  public static Optional<ClientCertificate> forwarded(String header) {
    return ForwardedCertificate.uri(header)
        .flatMap(SpiffeId::parse)
        .map(id -> new ClientCertificate(Optional.of(id), Validity.ALWAYS));
  }
}
