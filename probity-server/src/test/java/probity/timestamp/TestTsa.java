package probity.timestamp;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import probity.ledger.Hash;

/// A small timestamp authority.
@SuppressWarnings("JavaUtilDate")
final class TestTsa {
  static final String POLICY = "1.3.6.1.4.1.99999.1";

  private final TestCa.Identity identity;
  private final List<X509CertificateHolder> sent;
  private final String algorithm;
  private final boolean namedBySha1;
  private final Instant time;

  TestTsa(TestCa.Identity identity) {
    this(identity, List.of(identity.certificate()), "SHA256withECDSA", false, TestCa.NOW);
  }

  /// @param sent certificates that lie in its tokens
  TestTsa(
      TestCa.Identity identity,
      List<X509CertificateHolder> sent,
      String algorithm,
      boolean namedBySha1,
      Instant time) {
    this.identity = identity;
    this.sent = sent;
    this.algorithm = algorithm;
    this.namedBySha1 = namedBySha1;
    this.time = time;
  }

  TestTsa at(Instant other) {
    return new TestTsa(identity, sent, algorithm, namedBySha1, other);
  }

  TestTsa sending(X509CertificateHolder... others) {
    return new TestTsa(identity, List.of(others), algorithm, namedBySha1, time);
  }

  TestTsa signing(String other) {
    return new TestTsa(identity, sent, other, namedBySha1, time);
  }

  TestTsa namedBySha1() {
    return new TestTsa(identity, sent, algorithm, true, time);
  }

  /// A token over `stamped`.
  byte[] token(byte[] stamped) throws Exception {
    var request = request(NISTObjectIdentifiers.id_sha256, Hash.of(stamped).bytes());
    return generator().generate(request, BigInteger.valueOf(42), Date.from(time)).getEncoded();
  }

  static TimeStampRequest request(ASN1ObjectIdentifier algorithm, byte[] digest) {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(algorithm, digest, BigInteger.valueOf(7));
  }

  byte[] token(TimeStampRequest request) throws Exception {
    return generator().generate(request, BigInteger.valueOf(42), Date.from(time)).getEncoded();
  }

  TimeStampResponse grant(TimeStampRequest request) throws Exception {
    return responses().generateGrantedResponse(request, BigInteger.valueOf(42), Date.from(time));
  }

  TimeStampResponse fail(int status, int reason, String words) throws Exception {
    return responses().generateFailResponse(status, reason, words);
  }

  private TimeStampResponseGenerator responses() throws Exception {
    return new TimeStampResponseGenerator(generator(), TSPAlgorithms.ALLOWED);
  }

  private TimeStampTokenGenerator generator() throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    SignerInfoGenerator signer =
        new JcaSignerInfoGeneratorBuilder(digests)
            .build(
                new JcaContentSignerBuilder(algorithm)
                    .setProvider(new BouncyCastleProvider())
                    .build(identity.keys().getPrivate()),
                identity.certificate());
    DigestCalculator naming =
        digests.get(
            new AlgorithmIdentifier(
                namedBySha1 ? OIWObjectIdentifiers.idSHA1 : NISTObjectIdentifiers.id_sha256));
    // The generator insists on a good certificate; a test that needs a bad one changes it later.
    var generator = new TimeStampTokenGenerator(signer, naming, new ASN1ObjectIdentifier(POLICY));
    generator.setAccuracyMillis(250);
    generator.addCertificates(new JcaCertStore(sent));
    return generator;
  }
}
