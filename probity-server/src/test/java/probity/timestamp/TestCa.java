package probity.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certification authority that issues whatever a test needs. `Date` is what BouncyCastle takes.
@SuppressWarnings("JavaUtilDate")
final class TestCa {
  static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
  static final Duration YEAR = Duration.ofDays(365);
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys;
  private final X509CertificateHolder certificate;

  /// A key with its certificate.
  record Identity(KeyPair keys, X509CertificateHolder certificate) {}

  /// What differs from a good certificate of a timestamp authority.
  record Wish(
      String algorithm,
      List<KeyPurposeId> purposes,
      boolean critical,
      Instant from,
      Instant until) {
    static final Wish GOOD =
        new Wish(
            "SHA256withECDSA",
            List.of(KeyPurposeId.id_kp_timeStamping),
            true,
            NOW.minus(YEAR),
            NOW.plus(YEAR));

    Wish forPurposes(KeyPurposeId... wished) {
      return new Wish(algorithm, List.of(wished), critical, from, until);
    }

    Wish notCritical() {
      return new Wish(algorithm, purposes, false, from, until);
    }

    Wish valid(Instant begin, Instant end) {
      return new Wish(algorithm, purposes, critical, begin, end);
    }

    Wish signedBy(String other) {
      return new Wish(other, purposes, critical, from, until);
    }
  }

  TestCa(String commonName) throws Exception {
    this(commonName, NOW.minus(YEAR), NOW.plus(YEAR));
  }

  TestCa(String commonName, Instant from, Instant until) throws Exception {
    this.name = new X500Name("CN=" + commonName);
    this.keys = ec();
    var builder =
        new JcaX509v3CertificateBuilder(
            name, serial(), Date.from(from), Date.from(until), name, keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    this.certificate = builder.build(signer(keys, "SHA256withECDSA"));
  }

  X509CertificateHolder certificate() {
    return certificate;
  }

  Identity issue(String commonName, Wish wish) throws Exception {
    return issue(commonName, wish, ec());
  }

  Identity issue(String commonName, Wish wish, KeyPair pair) throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(),
            Date.from(wish.from()),
            Date.from(wish.until()),
            new X500Name("CN=" + commonName),
            pair.getPublic());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    if (!wish.purposes().isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          wish.critical(),
          new ExtendedKeyUsage(wish.purposes().toArray(KeyPurposeId[]::new)));
    }
    return new Identity(pair, builder.build(signer(keys, wish.algorithm())));
  }

  /// A certificate of a TLS server, valid around the real time, for `DNS:name` or `IP:address`.
  Identity server(String name) throws Exception {
    var pair = ec();
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            this.name,
            serial(),
            Date.from(now.minus(YEAR)),
            Date.from(now.plus(YEAR)),
            new X500Name("CN=server"),
            pair.getPublic());
    boolean dns = name.startsWith("DNS:");
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName(
                dns ? GeneralName.dNSName : GeneralName.iPAddress,
                name.substring(name.indexOf(':') + 1))));
    return new Identity(pair, builder.build(signer(keys, "SHA256withECDSA")));
  }

  /// The authority's own certificate in a PEM file.
  Path pem(Path folder) throws IOException {
    return pem(folder.resolve(name.toString().replace("CN=", "") + ".pem"), certificate);
  }

  static Path pem(Path file, X509CertificateHolder certificate) throws IOException {
    return Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
  }

  static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  static KeyPair ec() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static KeyPair rsa(int bits) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static BigInteger serial() {
    return BigInteger.valueOf(SERIAL.getAndIncrement());
  }

  private static org.bouncycastle.operator.ContentSigner signer(KeyPair keys, String algorithm)
      throws OperatorCreationException {
    return new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
  }
}
