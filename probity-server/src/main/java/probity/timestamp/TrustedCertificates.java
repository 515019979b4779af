package probity.timestamp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/// Certificates that somebody decided to trust, and whether another leads to one of them (RFC 5280
/// section 6 by the JDK). Revocation is not checked, and nothing is fetched.
public final class TrustedCertificates {
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final int CERTIFICATES_MAX = 256;

  /// None: no token is trusted.
  public static final TrustedCertificates NONE = new TrustedCertificates(List.of());

  private final List<X509Certificate> certificates;

  private TrustedCertificates(List<X509Certificate> certificates) {
    this.certificates = List.copyOf(certificates);
  }

  /// Reads PEM files of certificates, at most 1 MiB each and 256 in all.
  ///
  /// @throws IllegalArgumentException if a file cannot be read or holds no certificate; the message
  ///   names it
  public static TrustedCertificates read(Collection<Path> files) {
    var certificates = new ArrayList<X509Certificate>();
    for (Path file : files) {
      int before = certificates.size();
      try {
        if (Files.size(file) > FILE_BYTES_MAX) {
          throw new IllegalArgumentException("`" + file + "` is larger than 1 MiB");
        }
        var content = new ByteArrayInputStream(Files.readAllBytes(file));
        for (var each : CertificateFactory.getInstance("X.509").generateCertificates(content)) {
          if (each instanceof X509Certificate certificate) certificates.add(certificate);
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("`" + file + "` cannot be read", e);
      } catch (CertificateException e) {
        throw new IllegalArgumentException("`" + file + "` is not a PEM file of certificates", e);
      }
      if (certificates.size() == before) {
        throw new IllegalArgumentException("`" + file + "` holds no certificate");
      }
      if (certificates.size() > CERTIFICATES_MAX) {
        throw new IllegalArgumentException("more than 256 certificates to trust");
      }
    }
    return new TrustedCertificates(certificates);
  }

  boolean none() {
    return certificates.isEmpty();
  }

  /// The certificates from `target` up to, and without, a trusted one that was valid `at` that
  /// time; a trusted `target` leads to itself.
  ///
  /// @param others certificates that may stand between, from outside
  List<X509Certificate> path(X509Certificate target, List<X509Certificate> others, Instant at) {
    var valid = certificates.stream().filter(each -> wasValid(each, at)).toList();
    if (valid.contains(target)) return List.of(target);
    if (valid.isEmpty()) {
      throw new Flawed(
          Flaw.CHAIN,
          "none of the " + certificates.size() + " trusted certificates was valid " + at);
    }
    try {
      return build(target, others, valid, at);
    } catch (CertPathBuilderException e) {
      throw new Flawed(
          Flaw.CHAIN,
          "its certificate, of "
              + Names.of(target)
              + ", leads to none of the "
              + valid.size()
              + " trusted certificates that were valid "
              + at);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("this JDK cannot check certificates", e);
    }
  }

  private static List<X509Certificate> build(
      X509Certificate target, List<X509Certificate> others, List<X509Certificate> valid, Instant at)
      throws CertPathBuilderException,
          NoSuchAlgorithmException,
          InvalidAlgorithmParameterException {
    var selector = new X509CertSelector();
    selector.setCertificate(target);
    var anchors =
        valid.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
    var parameters = new PKIXBuilderParameters(anchors, selector);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
    var built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    return built.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
  }

  static boolean wasValid(X509Certificate certificate, Instant at) {
    return !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }

  /// A certificate read from DER.
  static X509Certificate parse(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
