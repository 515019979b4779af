package probity.timestamp;

import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_ecdsa_with_sha3_256;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_ecdsa_with_sha3_384;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_ecdsa_with_sha3_512;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_256;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_384;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_rsassa_pkcs1_v1_5_with_sha3_512;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha384;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha3_256;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha3_384;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha3_512;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha512;
import static org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_shake256;
import static org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_RSASSA_PSS;
import static org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.rsaEncryption;
import static org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.sha256WithRSAEncryption;
import static org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.sha384WithRSAEncryption;
import static org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.sha512WithRSAEncryption;
import static org.bouncycastle.asn1.x9.X9ObjectIdentifiers.ecdsa_with_SHA256;
import static org.bouncycastle.asn1.x9.X9ObjectIdentifiers.ecdsa_with_SHA384;
import static org.bouncycastle.asn1.x9.X9ObjectIdentifiers.ecdsa_with_SHA512;
import static org.bouncycastle.asn1.x9.X9ObjectIdentifiers.id_ecPublicKey;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;

/// Which algorithms and keys are strong enough: those that are known to be; every other is refused.
final class Strength {
  private static final int RSA_BITS_MIN = 2048;

  /// Larger ones would let a token take our time.
  private static final int RSA_BITS_MAX = 8192;

  private static final int EC_BITS_MIN = 256;

  private static final Set<ASN1ObjectIdentifier> DIGESTS =
      Set.of(id_sha256, id_sha384, id_sha512, id_sha3_256, id_sha3_384, id_sha3_512, id_shake256);

  /// Those that name their own digest. RSASSA-PSS names it in its parameters.
  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          sha256WithRSAEncryption,
          sha384WithRSAEncryption,
          sha512WithRSAEncryption,
          id_rsassa_pkcs1_v1_5_with_sha3_256,
          id_rsassa_pkcs1_v1_5_with_sha3_384,
          id_rsassa_pkcs1_v1_5_with_sha3_512,
          ecdsa_with_SHA256,
          ecdsa_with_SHA384,
          ecdsa_with_SHA512,
          id_ecdsa_with_sha3_256,
          id_ecdsa_with_sha3_384,
          id_ecdsa_with_sha3_512,
          EdECObjectIdentifiers.id_Ed25519,
          EdECObjectIdentifiers.id_Ed448);

  private Strength() {}

  static void check(SignerInformation signer) {
    var digest = signer.getDigestAlgorithmID().getAlgorithm();
    if (!DIGESTS.contains(digest)) {
      throw new Flawed(
          Flaw.STRENGTH, "it is signed over a digest by `" + digest + "`; " + EXPECTED);
    }
    var algorithm = signer.toASN1Structure().getDigestEncryptionAlgorithm();
    var oid = algorithm.getAlgorithm();
    // In CMS the plain key algorithm may stand there; then the digest above is the one signed.
    boolean plain = oid.equals(rsaEncryption) || oid.equals(id_ecPublicKey);
    if (!plain && !strong(algorithm)) {
      throw new Flawed(Flaw.STRENGTH, "it is signed by algorithm `" + oid + "`; " + EXPECTED);
    }
  }

  private static final String EXPECTED = "SHA-2 or SHA-3 of 256 bits or more was expected";

  static void check(X509Certificate certificate, X509CertificateHolder holder) {
    var algorithm = holder.getSignatureAlgorithm();
    if (!strong(algorithm)) {
      throw new Flawed(
          Flaw.STRENGTH,
          "certificate of "
              + Names.of(certificate)
              + " is signed by algorithm `"
              + algorithm.getAlgorithm()
              + "`; "
              + EXPECTED);
    }
    check(certificate.getPublicKey(), certificate);
  }

  private static void check(PublicKey key, X509Certificate certificate) {
    boolean good =
        switch (key) {
          case RSAPublicKey rsa -> {
            int bits = rsa.getModulus().bitLength();
            yield bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX;
          }
          case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= EC_BITS_MIN;
          case EdECPublicKey _ -> true;
          default -> false;
        };
    if (!good) {
      throw new Flawed(
          Flaw.STRENGTH,
          "key of "
              + Names.of(certificate)
              + " is not RSA of 2048 to 8192 bits, EC of 256 bits or more, or EdDSA");
    }
  }

  private static boolean strong(AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(id_RSASSA_PSS)) {
      return SIGNATURES.contains(algorithm.getAlgorithm());
    }
    // Without parameters it is SHA-1 (RFC 8017 appendix A.2.3).
    if (algorithm.getParameters() == null) return false;
    var pss = RSASSAPSSparams.getInstance(algorithm.getParameters());
    var mask = AlgorithmIdentifier.getInstance(pss.getMaskGenAlgorithm().getParameters());
    return DIGESTS.contains(pss.getHashAlgorithm().getAlgorithm())
        && DIGESTS.contains(mask.getAlgorithm());
  }
}
