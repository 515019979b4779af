package probity.timestamp;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import probity.ledger.Hash;

/// Tokens that a generator refuses to make: put together by hand, with signatures that verify.
@SuppressWarnings("JavaUtilDate")
final class Forged {
  private Forged() {}

  /// A token by a certificate that need not be one of a timestamp authority.
  static byte[] token(TestCa.Identity signer, byte[] stamped) throws Exception {
    return named(signer, signer, stamped, TestCa.NOW);
  }

  /// As [#token(TestCa.Identity, byte[])], of another time.
  static byte[] token(TestCa.Identity signer, byte[] stamped, Instant time) throws Exception {
    return named(signer, signer, stamped, time);
  }

  /// A token by `signer` whose signed attributes name the certificate of `named`.
  static byte[] named(TestCa.Identity signer, TestCa.Identity named, byte[] stamped, Instant time)
      throws Exception {
    var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    var info =
        new TSTInfo(
            new ASN1ObjectIdentifier(TestTsa.POLICY),
            new MessageImprint(sha256, Hash.of(stamped).bytes()),
            new ASN1Integer(BigInteger.ONE),
            new ASN1GeneralizedTime(Date.from(time)),
            null,
            null,
            null,
            null,
            null);
    var name = new ESSCertIDv2(sha256, Hash.of(named.certificate().getEncoded()).bytes(), null);
    var vector = new ASN1EncodableVector();
    vector.add(
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new DERSet(new SigningCertificateV2(new ESSCertIDv2[] {name}))));
    vector.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time)))));
    var attributes = new AttributeTable(vector);
    var generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.keys().getPrivate()),
                signer.certificate()));
    generator.addCertificates(new JcaCertStore(List.of(signer.certificate())));
    return generator
        .generate(
            new CMSProcessableByteArray(
                PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded("DER")),
            true)
        .getEncoded();
  }
}
