package probity.timestamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;

/// The certificate that a token's signed attributes name: the signature covers its hash, so that no
/// other certificate of the same key can take its place (RFC 5035, RFC 5816).
final class NamedCertificate {
  private NamedCertificate() {}

  /// Whether `signed` name `certificate`, and no other.
  static void check(AttributeTable signed, X509CertificateHolder certificate) {
    var v1 = single(signed, PKCSObjectIdentifiers.id_aa_signingCertificate);
    var v2 = single(signed, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (v1.isEmpty() && v2.isEmpty()) {
      throw new Flawed(Flaw.CERTIFICATE, "its signed attributes name no certificate");
    }
    byte[] der = encoded(certificate);
    v1.ifPresent(attribute -> {
      ESSCertID id =
          SigningCertificate.getInstance(attribute.getAttributeValues()[0]).getCerts()[0];
      // By definition SHA-1. Whoever would exploit that must find a second certificate, of the same
      // key, with the hash of the first: that is not what SHA-1 fails at.
      match(id.getCertHash(), "SHA-1", id.getIssuerSerial(), der, certificate);
    });
    v2.ifPresent(attribute -> {
      ESSCertIDv2 id =
          SigningCertificateV2.getInstance(attribute.getAttributeValues()[0]).getCerts()[0];
      match(
          id.getCertHash(),
          digestName(id.getHashAlgorithm().getAlgorithm()),
          id.getIssuerSerial(),
          der,
          certificate);
    });
  }

  private static Optional<Attribute> single(AttributeTable signed, ASN1ObjectIdentifier type) {
    var all = signed == null ? null : signed.getAll(type);
    if (all == null || all.size() == 0) return Optional.empty();
    var attribute = Attribute.getInstance(all.get(0));
    if (all.size() > 1 || attribute.getAttributeValues().length != 1) {
      throw new Flawed(Flaw.CERTIFICATE, "its signed attributes name a certificate twice");
    }
    return Optional.of(attribute);
  }

  private static void match(
      byte[] hash,
      String digest,
      IssuerSerial issuer,
      byte[] der,
      X509CertificateHolder certificate) {
    boolean named =
        MessageDigest.isEqual(hash, digest(digest, der))
            && (issuer == null
                || (issuer.getSerial().hasValue(certificate.getSerialNumber())
                    && issuer.getIssuer().getNames().length == 1
                    && certificate
                        .getIssuer()
                        .equals(X500Name.getInstance(issuer.getIssuer().getNames()[0].getName()))));
    if (!named) {
      throw new Flawed(
          Flaw.CERTIFICATE, "its signed attributes name another certificate than the signer's");
    }
  }

  private static String digestName(ASN1ObjectIdentifier algorithm) {
    if (algorithm.equals(NISTObjectIdentifiers.id_sha256)) return "SHA-256";
    if (algorithm.equals(NISTObjectIdentifiers.id_sha384)) return "SHA-384";
    if (algorithm.equals(NISTObjectIdentifiers.id_sha512)) return "SHA-512";
    throw new Flawed(
        Flaw.STRENGTH,
        "its certificate is named by a hash of algorithm `"
            + algorithm
            + "`, SHA-256, SHA-384 or SHA-512 was expected");
  }

  private static byte[] digest(String name, byte[] bytes) {
    try {
      return MessageDigest.getInstance(name).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + name, e);
    }
  }

  private static byte[] encoded(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new Flawed(Flaw.CERTIFICATE, "a certificate in it cannot be read");
    }
  }
}
