package probity.server;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority for TLS on this machine. `Date` is what BouncyCastle takes.
@SuppressWarnings("JavaUtilDate")
final class TestCertificates {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys = pair();
  private final X509Certificate certificate;

  /// A certificate with its key.
  record Issued(X509Certificate certificate, KeyPair keys) {}

  TestCertificates(String commonName) {
    name = new X500Name("CN=" + commonName);
    certificate =
        sign(
            name,
            keys,
            Instant.now().plus(YEAR),
            builder -> {
              builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
              builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            });
  }

  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }

  private X509Certificate sign(
      X500Name subject, KeyPair pair, Instant until, Extensions extensions) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(Instant.now().minus(YEAR)),
              Date.from(until),
              subject,
              pair.getPublic());
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// For a server at 127.0.0.1.
  Issued server() {
    return issue(
        Instant.now().plus(YEAR),
        KeyPurposeId.id_kp_serverAuth,
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
  }

  /// For a client with these URIs.
  Issued client(String... uris) {
    return client(Instant.now().plus(YEAR), KeyPurposeId.id_kp_clientAuth, uris);
  }

  Issued client(Instant until, KeyPurposeId purpose, String... uris) {
    var names = new ArrayList<GeneralName>();
    for (String uri : uris) {
      names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }
    return issue(until, purpose, names.toArray(GeneralName[]::new));
  }

  /// For a client, of an id that may be somebody's, but with other basic constraints and key usage
  /// than a workload's certificate has.
  ///
  /// @param usage bits of [KeyUsage]; none at all where 0
  Issued client(String uri, boolean authority, int usage) {
    var pair = pair();
    return new Issued(
        sign(
            new X500Name("CN=leaf"),
            pair,
            Instant.now().plus(YEAR),
            builder -> {
              if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
              }
              if (usage != 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
              }
              builder.addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
              builder.addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            }),
        pair);
  }

  private Issued issue(Instant until, KeyPurposeId purpose, GeneralName... names) {
    var pair = pair();
    return new Issued(
        sign(
            new X500Name("CN=leaf"),
            pair,
            until,
            builder -> {
              builder.addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
              builder.addExtension(
                  Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
              if (names.length > 0) {
                builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names));
              }
            }),
        pair);
  }

  /// The authority's own certificate in a PEM file.
  Path pem(Path file) throws IOException, GeneralSecurityException {
    return write(file, "CERTIFICATE", certificate.getEncoded());
  }

  static Path pem(Path file, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    return write(file, "CERTIFICATE", certificate.getEncoded());
  }

  static Path keyPem(Path file, Issued issued) throws IOException {
    return write(file, "PRIVATE KEY", issued.keys().getPrivate().getEncoded());
  }

  private static Path write(Path file, String kind, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }

  /// TLS of somebody who trusts this authority, and shows each of `own`.
  SSLContext context(List<Issued> own) throws GeneralSecurityException, IOException {
    var trusted = store();
    trusted.setCertificateEntry("authority", certificate);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var mine = store();
    for (Issued issued : own) {
      mine.setKeyEntry(
          "own-" + mine.size(),
          issued.keys().getPrivate(),
          new char[0],
          new X509Certificate[] {issued.certificate()});
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(mine, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
