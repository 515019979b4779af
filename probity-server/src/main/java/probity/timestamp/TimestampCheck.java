package probity.timestamp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import probity.ledger.Hash;
import probity.verify.TimestampChecker;

/// Checks RFC 3161 timestamp tokens offline.
///
/// Looked at, in this order: form, imprint, certificate of the signer and its purpose, strength of
/// algorithms and keys, signature, and the chain to a trusted certificate at the time stated.
/// Revocation is not checked. Never throws on what comes from outside.
public final class TimestampCheck implements TimestampChecker {
  /// Of a token, in bytes.
  public static final int TOKEN_BYTES_MAX = 64 << 10;

  private final TrustedCertificates trusted;
  private final Provider provider = new BouncyCastleProvider();

  /// @param trusted authorities; with none, no token is more than [Examined.Untrusted]
  public TimestampCheck(TrustedCertificates trusted) {
    this.trusted = trusted;
  }

  /// What a token is worth.
  public sealed interface Examined {
    /// Good, and by a trusted authority.
    record Valid(Stamp stamp) implements Examined {}

    /// Good in itself; nobody said whom to trust, so anybody may have made it.
    record Untrusted(Stamp stamp) implements Examined {
      static final String REASON =
          "signature good, issuer not trusted: no certificate of an authority was given";
    }

    /// Not good; `detail` says what came and what was expected.
    record Wrong(Flaw flaw, String detail) implements Examined {}
  }

  @Override
  public Result check(byte[] token, byte[] stamped) {
    return switch (examine(token, stamped)) {
      case Examined.Valid(var stamp) -> new Result.Valid(stamp.time(), stamp.authority());
      case Examined.Untrusted(_) -> new Result.NotChecked(Examined.Untrusted.REASON);
      case Examined.Wrong(_, var detail) -> new Result.Invalid(detail);
    };
  }

  /// Whether `token`, DER of a TimeStampToken, is a good timestamp of `stamped`.
  public Examined examine(byte[] token, byte[] stamped) {
    if (token.length > TOKEN_BYTES_MAX) {
      return new Examined.Wrong(
          Flaw.MALFORMED, "token of " + token.length + " bytes, at most 65536 were expected");
    }
    try {
      return examine(Token.read(token), stamped);
    } catch (Flawed e) {
      return new Examined.Wrong(e.flaw(), e.detail());
    } catch (RuntimeException | StackOverflowError e) {
      // The libraries throw many kinds on hostile bytes; what they cannot read is not a token.
      return new Examined.Wrong(
          Flaw.MALFORMED, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Examined examine(Token token, byte[] stamped) {
    checkImprint(token, stamped);
    var holder = token.certificate();
    var certificate = Token.certificate(holder);
    NamedCertificate.check(token.signer().getSignedAttributes(), holder);
    checkPurpose(certificate);
    if (!TrustedCertificates.wasValid(certificate, token.time())) {
      throw new Flawed(
          Flaw.CERTIFICATE,
          "certificate of " + Names.of(certificate) + " was not valid " + token.time());
    }
    Strength.check(token.signer());
    Strength.check(certificate, holder);
    checkSignature(token, certificate);
    var stamp =
        new Stamp(
            token.time(),
            token.accuracy(),
            Names.subject(certificate),
            token.serial(),
            token.info().getPolicy().getId());
    if (trusted.none()) return new Examined.Untrusted(stamp);
    checkChain(token, certificate);
    return new Examined.Valid(stamp);
  }

  private static void checkImprint(Token token, byte[] stamped) {
    var algorithm = token.info().getMessageImprintAlgOID();
    if (!algorithm.equals(NISTObjectIdentifiers.id_sha256)) {
      throw new Flawed(
          Flaw.IMPRINT, "its imprint is by algorithm `" + algorithm + "`, SHA-256 was expected");
    }
    if (!MessageDigest.isEqual(token.info().getMessageImprintDigest(), Hash.of(stamped).bytes())) {
      throw new Flawed(Flaw.IMPRINT, "it is a timestamp of other bytes");
    }
  }

  /// RFC 3161 section 2.3: one purpose, timestamps, in a critical extension.
  private static void checkPurpose(X509Certificate certificate) {
    List<String> purposes;
    try {
      purposes = Optional.ofNullable(certificate.getExtendedKeyUsage()).orElse(List.of());
    } catch (GeneralSecurityException e) {
      throw new Flawed(Flaw.PURPOSE, "the purposes of its certificate cannot be read");
    }
    if (!purposes.equals(List.of(KeyPurposeId.id_kp_timeStamping.getId()))) {
      throw new Flawed(
          Flaw.PURPOSE, "certificate of " + Names.of(certificate) + " is not for timestamps alone");
    }
    if (!certificate.getCriticalExtensionOIDs().contains(Extension.extendedKeyUsage.getId())) {
      throw new Flawed(
          Flaw.PURPOSE,
          "extended key usage of " + Names.of(certificate) + " is not marked critical");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[0] && !usage[1]) {
      throw new Flawed(
          Flaw.PURPOSE, "key usage of " + Names.of(certificate) + " does not permit signatures");
    }
  }

  private void checkSignature(Token token, X509Certificate certificate) {
    try {
      var verifier = new JcaSimpleSignerInfoVerifierBuilder().setProvider(provider);
      if (token.signer().verify(verifier.build(certificate.getPublicKey()))) return;
    } catch (CMSException | OperatorCreationException e) {
      // Said below: whatever hinders verification, it is not a good signature.
    }
    throw new Flawed(
        Flaw.SIGNATURE, "its signature does not verify under the key of " + Names.of(certificate));
  }

  private void checkChain(Token token, X509Certificate certificate) {
    var others = new ArrayList<X509Certificate>();
    var holders = new ArrayList<X509CertificateHolder>();
    for (X509CertificateHolder each : token.certificates()) {
      others.add(Token.certificate(each));
      holders.add(each);
    }
    for (X509Certificate each : trusted.path(certificate, others, token.time())) {
      int at = others.indexOf(each);
      if (at >= 0) Strength.check(each, holders.get(at));
    }
  }
}
