package probity.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/// A token that was read, and nothing of it checked.
///
/// @param signer its only one
/// @param certificate the one that the signer names
/// @param certificates all that lie in the token
record Token(
    TimeStampTokenInfo info,
    SignerInformation signer,
    X509CertificateHolder certificate,
    List<X509CertificateHolder> certificates) {
  private static final int CERTIFICATES_MAX = 16;

  Token {
    certificates = List.copyOf(certificates);
  }

  /// Reads DER (or BER, as some authorities write it) with nothing after it.
  static Token read(byte[] encoded) {
    try {
      var content = ContentInfo.getInstance(ASN1Primitive.fromByteArray(encoded));
      if (content == null) throw new Flawed(Flaw.MALFORMED, "the token is empty");
      var data = new CMSSignedData(content);
      var token = new TimeStampToken(data);
      var info = token.getTimeStampInfo();
      var extensions = info.getExtensions();
      if (extensions != null && extensions.getCriticalExtensionOIDs().length > 0) {
        throw new Flawed(
            Flaw.MALFORMED,
            "critical extension `" + extensions.getCriticalExtensionOIDs()[0] + "` is not known");
      }
      var signers = data.getSignerInfos().getSigners();
      if (signers.size() != 1) {
        throw new Flawed(Flaw.MALFORMED, signers.size() + " signers, one was expected");
      }
      var signer = signers.iterator().next();
      var certificates = new ArrayList<>(data.getCertificates().getMatches(null));
      if (certificates.size() > CERTIFICATES_MAX) {
        throw new Flawed(
            Flaw.MALFORMED, certificates.size() + " certificates, at most 16 were expected");
      }
      var matching = certificates.stream().filter(signer.getSID()::match).distinct().toList();
      if (matching.size() != 1) {
        throw new Flawed(
            Flaw.CERTIFICATE,
            matching.size() + " certificates of its signer lie in it, one was expected");
      }
      return new Token(info, signer, matching.getFirst(), certificates);
    } catch (IOException | TSPException | CMSException e) {
      throw new Flawed(Flaw.MALFORMED, "it is not a TimeStampToken of RFC 3161");
    }
  }

  BigInteger serial() {
    return info.getSerialNumber();
  }

  Instant time() {
    return info.getGenTime().toInstant();
  }

  Optional<Duration> accuracy() {
    var accuracy = info.getGenTimeAccuracy();
    return accuracy == null
        ? Optional.empty()
        : Optional.of(
            Duration.ofSeconds(accuracy.getSeconds())
                .plusMillis(accuracy.getMillis())
                .plusNanos(accuracy.getMicros() * 1000L));
  }

  /// The certificate of `holder` as the JDK has it.
  static X509Certificate certificate(X509CertificateHolder holder) {
    try {
      return TrustedCertificates.parse(holder.getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new Flawed(Flaw.CERTIFICATE, "a certificate in it cannot be read");
    }
  }
}
