package probity.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.timestamp.TimestampCheck.Examined;
import probity.verify.TimestampChecker.Result;

class TimestampCheckTest {
  private static final byte[] NOTE =
      "probity.example/acme/records\n7\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path dir;
  private TestCa ca;
  private TestCa.Identity identity;
  private TimestampCheck check;

  @BeforeEach
  void authority() throws Exception {
    ca = new TestCa("root");
    identity = ca.issue("tsa", TestCa.Wish.GOOD);
    check = trusting(ca.pem(dir));
  }

  private static TimestampCheck trusting(Path... files) {
    return new TimestampCheck(TrustedCertificates.read(List.of(files)));
  }

  private void assertWrong(byte[] token, Flaw flaw, String detail) {
    assertThat(check.examine(token, NOTE))
        .isInstanceOfSatisfying(
            Examined.Wrong.class,
            wrong -> {
              assertThat(wrong.flaw()).as(wrong.detail()).isEqualTo(flaw);
              assertThat(wrong.detail()).contains(detail);
            });
    assertThat(check.check(token, NOTE)).isInstanceOf(Result.Invalid.class);
  }

  @Test
  void a_token_says_when_the_bytes_were_there() throws Exception {
    byte[] token = new TestTsa(identity).token(NOTE);

    assertThat(check.examine(token, NOTE))
        .isEqualTo(
            new Examined.Valid(
                new Stamp(
                    TestCa.NOW,
                    Optional.of(Duration.ofMillis(250)),
                    "CN=tsa",
                    BigInteger.valueOf(42),
                    TestTsa.POLICY)));
    assertThat(check.check(token, NOTE)).isEqualTo(new Result.Valid(TestCa.NOW, "CN=tsa"));
  }

  @Test
  void what_was_not_checked_is_said() throws Exception {
    var valid = (Examined.Valid) check.examine(new TestTsa(identity).token(NOTE), NOTE);

    assertThat(valid.stamp().sentence())
        .isEqualTo(
            "2026-11-25T09:00:00Z ± 250000 µs by `CN=tsa`, serial 42, policy 1.3.6.1.4.1.99999.1;"
                + " whether its certificates were revoked was not checked");
  }

  @Test
  void a_token_of_the_older_form_that_names_its_certificate_by_sha_1_is_good() throws Exception {
    assertThat(check.examine(new TestTsa(identity).namedBySha1().token(NOTE), NOTE))
        .isInstanceOf(Examined.Valid.class);
  }

  @Test
  void rsa_and_pss_are_good() throws Exception {
    var rsa = ca.issue("rsa tsa", TestCa.Wish.GOOD, TestCa.rsa(2048));

    assertThat(check.examine(new TestTsa(rsa).signing("SHA512withRSA").token(NOTE), NOTE))
        .isInstanceOf(Examined.Valid.class);
    assertThat(check.examine(new TestTsa(rsa).signing("SHA256withRSAandMGF1").token(NOTE), NOTE))
        .isInstanceOf(Examined.Valid.class);
  }

  @Test
  void with_nobody_to_trust_the_signature_is_good_and_no_more() throws Exception {
    byte[] token = new TestTsa(identity).token(NOTE);
    var untrusting = new TimestampCheck(TrustedCertificates.NONE);

    assertThat(untrusting.examine(token, NOTE)).isInstanceOf(Examined.Untrusted.class);
    assertThat(untrusting.check(token, NOTE))
        .isInstanceOfSatisfying(
            Result.NotChecked.class,
            not -> assertThat(not.reason()).startsWith("signature good, issuer not trusted"));
  }

  @Test
  void the_authority_s_own_certificate_can_be_trusted() throws Exception {
    check = trusting(TestCa.pem(dir.resolve("tsa.pem"), identity.certificate()));

    assertThat(check.examine(new TestTsa(identity).token(NOTE), NOTE))
        .isInstanceOf(Examined.Valid.class);
  }

  @Test
  void a_token_of_other_bytes_is_not_one_of_these() throws Exception {
    assertWrong(
        new TestTsa(identity).token("other".getBytes(StandardCharsets.UTF_8)),
        Flaw.IMPRINT,
        "other bytes");
  }

  @Test
  void an_imprint_of_another_hash_is_refused() throws Exception {
    byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(NOTE);
    byte[] sha512 = MessageDigest.getInstance("SHA-512").digest(NOTE);
    var tsa = new TestTsa(identity);

    assertWrong(
        tsa.token(TestTsa.request(OIWObjectIdentifiers.idSHA1, sha1)),
        Flaw.IMPRINT,
        "SHA-256 was expected");
    assertWrong(
        tsa.token(TestTsa.request(NISTObjectIdentifiers.id_sha512, sha512)),
        Flaw.IMPRINT,
        "SHA-256 was expected");
  }

  @Test
  void an_authority_of_another_chain_is_not_trusted() throws Exception {
    var other = new TestCa("root"); // the same name, another key
    var impostor = other.issue("tsa", TestCa.Wish.GOOD);

    assertWrong(
        new TestTsa(impostor).sending(impostor.certificate(), other.certificate()).token(NOTE),
        Flaw.CHAIN,
        "leads to none of the 1 trusted certificates");
  }

  @Test
  void a_certificate_that_had_ended_is_refused() throws Exception {
    var old =
        ca.issue(
            "old tsa",
            TestCa.Wish.GOOD.valid(
                TestCa.NOW.minus(Duration.ofDays(9)), TestCa.NOW.minus(Duration.ofDays(1))));

    assertWrong(
        new TestTsa(old).token(NOTE), Flaw.CERTIFICATE, "was not valid 2026-11-25T09:00:00Z");
    assertThat(
            check.examine(
                new TestTsa(old).at(TestCa.NOW.minus(Duration.ofDays(2))).token(NOTE), NOTE))
        .isInstanceOf(Examined.Valid.class);
  }

  @Test
  void a_trusted_certificate_that_had_ended_trusts_nothing_later() throws Exception {
    var ended =
        new TestCa("ended", TestCa.NOW.minus(TestCa.YEAR), TestCa.NOW.minus(Duration.ofDays(1)));
    check = trusting(ended.pem(dir));
    var late = ended.issue("tsa", TestCa.Wish.GOOD);

    assertWrong(
        new TestTsa(late).token(NOTE), Flaw.CHAIN, "none of the 1 trusted certificates was valid");
  }

  @Test
  void a_certificate_for_something_else_or_more_is_refused() throws Exception {
    for (var wish :
        List.of(
            TestCa.Wish.GOOD.forPurposes(),
            TestCa.Wish.GOOD.forPurposes(KeyPurposeId.id_kp_serverAuth),
            TestCa.Wish.GOOD.forPurposes(
                KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning))) {
      var other = ca.issue("tsa", wish, identity.keys());

      assertWrong(Forged.token(other, NOTE), Flaw.PURPOSE, "is not for timestamps alone");
    }
  }

  @Test
  void a_purpose_that_is_not_critical_is_refused() throws Exception {
    var lenient = ca.issue("tsa", TestCa.Wish.GOOD.notCritical(), identity.keys());

    assertWrong(Forged.token(lenient, NOTE), Flaw.PURPOSE, "is not marked critical");
  }

  @Test
  void a_second_certificate_of_the_same_key_cannot_stand_in() throws Exception {
    var twin = ca.issue("twin", TestCa.Wish.GOOD, identity.keys());

    assertWrong(
        Forged.named(identity, twin, NOTE, TestCa.NOW),
        Flaw.CERTIFICATE,
        "name another certificate");
  }

  @Test
  void a_token_without_certificates_cannot_be_checked() throws Exception {
    assertWrong(
        new TestTsa(identity).sending(ca.certificate()).token(NOTE),
        Flaw.CERTIFICATE,
        "0 certificates of its signer");
  }

  @Test
  void weak_hashes_and_keys_are_refused() throws Exception {
    assertWrong(
        new TestTsa(identity).signing("SHA1withECDSA").token(NOTE),
        Flaw.STRENGTH,
        "SHA-2 or SHA-3");
    assertWrong(
        new TestTsa(ca.issue("tsa", TestCa.Wish.GOOD.signedBy("SHA1withECDSA"))).token(NOTE),
        Flaw.STRENGTH,
        "SHA-2 or SHA-3");
    assertWrong(
        new TestTsa(ca.issue("tsa", TestCa.Wish.GOOD, TestCa.rsa(1024)))
            .signing("SHA256withRSA")
            .token(NOTE),
        Flaw.STRENGTH,
        "RSA of 2048");
  }

  @Test
  void a_byte_changed_anywhere_is_never_a_good_token_that_says_something_else() throws Exception {
    byte[] token = new TestTsa(identity).token(NOTE);
    var good = check.examine(token, NOTE);

    int refused = 0;
    for (int at = 0; at < token.length; at++) {
      byte[] changed = token.clone();
      changed[at] ^= 1;
      var examined = check.examine(changed, NOTE);
      if (examined instanceof Examined.Valid) {
        // What is not signed, such as the version of the envelope, changes nothing that is said.
        assertThat(examined).isEqualTo(good);
      } else {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(token.length * 9 / 10);
  }

  @Test
  void a_token_cut_short_or_followed_by_something_is_refused() throws Exception {
    byte[] token = new TestTsa(identity).token(NOTE);

    for (int length = 0; length < token.length; length++) {
      assertThat(check.examine(Arrays.copyOf(token, length), NOTE))
          .isInstanceOf(Examined.Wrong.class);
    }
    assertWrong(Arrays.copyOf(token, token.length + 1), Flaw.MALFORMED, "");
  }

  @Test
  void rubbish_is_refused() {
    byte[] rubbish = new byte[1 << 20];
    new Random(5).nextBytes(rubbish);
    byte[] nested = new byte[TimestampCheck.TOKEN_BYTES_MAX];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    byte[] large = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    assertWrong(rubbish, Flaw.MALFORMED, "token of 1048576 bytes");
    assertWrong(Arrays.copyOf(rubbish, 5000), Flaw.MALFORMED, "");
    assertWrong(nested, Flaw.MALFORMED, "");
    assertWrong(large, Flaw.MALFORMED, "");
    assertWrong(new byte[0], Flaw.MALFORMED, "");
    assertWrong(new byte[] {5, 0}, Flaw.MALFORMED, "");
  }

  @Test
  void nothing_is_installed_in_the_process() throws Exception {
    check.examine(new TestTsa(identity).token(NOTE), NOTE);

    assertThat(Security.getProvider("BC")).isNull();
  }

  @Test
  void a_file_to_trust_must_hold_certificates() throws Exception {
    var empty = Files.writeString(dir.resolve("empty.pem"), "");
    var text =
        Files.writeString(
            dir.resolve("text.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThatThrownBy(() -> trusting(empty)).hasMessageContaining("holds no certificate");
    assertThatThrownBy(() -> trusting(text))
        .hasMessageContaining("is not a PEM file of certificates");
    assertThatThrownBy(() -> trusting(dir.resolve("nowhere.pem")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void a_time_of_any_century_does_no_harm() throws Exception {
    var ancient = new TestTsa(identity).at(Instant.parse("0001-01-01T00:00:00Z"));

    assertWrong(ancient.token(NOTE), Flaw.CERTIFICATE, "was not valid");
  }
}
