package probity.gateway;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import probity.exchange.Bytes;

/// A private key and its certificate, which those between it and its authority follow.
record PemPair(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  PemPair {
    chain = List.copyOf(chain);
  }

  /// Reads two PEM files; throws where one is malformed, and [InvalidKeyException] where the key is
  /// not that of the certificate, as when only one of two files was replaced.
  static PemPair read(Bytes certificates, Bytes key) throws GeneralSecurityException {
    var chain = certificates(certificates);
    var found = KEY.matcher(new String(key.array(), StandardCharsets.ISO_8859_1));
    if (chain.isEmpty() || !found.find()) {
      throw new GeneralSecurityException("no certificate, or no key");
    }
    var publicKey = chain.getFirst().getPublicKey();
    byte[] encoded = decoded(found.group(1));
    var privateKey =
        KeyFactory.getInstance(publicKey.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    if (!isPair(publicKey, privateKey)) throw new InvalidKeyException("of another certificate");
    return new PemPair(privateKey, chain);
  }

  /// The certificates of a PEM file.
  static List<X509Certificate> certificates(Bytes file) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(file.array()))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static byte[] decoded(String base64) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not base64", e);
    }
  }

  /// Whether what the one signs, the other verifies.
  private static boolean isPair(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    byte[] message = "probity".getBytes(StandardCharsets.US_ASCII);
    var signing = Signature.getInstance(algorithm);
    signing.initSign(privateKey);
    signing.update(message);
    byte[] signature = signing.sign();
    var verifying = Signature.getInstance(algorithm);
    verifying.initVerify(publicKey);
    verifying.update(message);
    return verifying.verify(signature);
  }

  @Override
  public String toString() {
    return "certificate with its key";
  }
}
