package probity.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import probity.ledger.Hash;

class PasskeysTest {
  private static final String ORIGIN = "http://localhost:8091";
  private static final AccountSettings.Site SITE = new AccountSettings.Site(List.of(ORIGIN));
  private static final Hash CHALLENGE = Hash.of(new byte[] {7});
  private static final int GOOD = SoftPasskey.PRESENT | SoftPasskey.VERIFIED;

  private final Passkeys passkeys = new Passkeys();
  private final SoftPasskey device;

  PasskeysTest() throws GeneralSecurityException {
    device = new SoftPasskey();
  }

  @Test
  void what_was_signed_is_kept_so_that_anybody_can_check_it() throws GeneralSecurityException {
    var form = device.sign(CHALLENGE, ORIGIN, GOOD, 5);

    var signed = passkeys.verify(device.kept(4), form, SITE, CHALLENGE::equals).orElseThrow();

    assertThat(signed.count()).isEqualTo(5);
    var assertion = signed.assertion();
    var check = Signature.getInstance("SHA256withECDSA");
    check.initVerify(device.keys().getPublic());
    check.update(decoded(assertion.authenticatorData()));
    check.update(Hash.of(decoded(assertion.clientDataJson())).bytes());
    assertThat(check.verify(decoded(assertion.signature()))).isTrue();
    assertThat(decoded(assertion.publicKey())).hasSize(77).startsWith(0xa5, 1, 2, 3, 0x26);
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  @Test
  void another_challenge_origin_or_device_is_refused() throws GeneralSecurityException {
    var kept = device.kept(4);
    var other = Hash.of(new byte[] {8});

    assertThat(passkeys.verify(kept, device.sign(other, ORIGIN, GOOD, 5), SITE, CHALLENGE::equals))
        .isEmpty();
    assertThat(
            passkeys.verify(
                kept,
                device.sign(CHALLENGE, "https://evil.example", GOOD, 5),
                SITE,
                CHALLENGE::equals))
        .isEmpty();
    assertThat(
            passkeys.verify(
                kept, new SoftPasskey().sign(CHALLENGE, ORIGIN, GOOD, 5), SITE, CHALLENGE::equals))
        .isEmpty();
  }

  @Test
  void a_device_that_did_not_verify_its_user_or_counts_backwards_is_refused()
      throws GeneralSecurityException {
    var kept = device.kept(4);

    assertThat(
            passkeys.verify(
                kept,
                device.sign(CHALLENGE, ORIGIN, SoftPasskey.PRESENT, 5),
                SITE,
                CHALLENGE::equals))
        .isEmpty();
    assertThat(
            passkeys.verify(kept, device.sign(CHALLENGE, ORIGIN, GOOD, 4), SITE, CHALLENGE::equals))
        .as("as a copy of the device would")
        .isEmpty();
  }

  @Test
  void a_challenge_is_answered_once_for_its_purpose_and_within_five_minutes() {
    var clock = new Hands();
    var challenges = new Challenges(new SecureRandom(), clock);
    var one = challenges.issue("sign-in");
    var late = challenges.issue("sign-in");

    assertThat(challenges.spend("other", one)).isFalse();
    assertThat(challenges.spend("sign-in", one)).isTrue();
    assertThat(challenges.spend("sign-in", one)).isFalse();
    assertThat(challenges.spend("sign-in", CHALLENGE)).isFalse();
    clock.move(Duration.ofMinutes(6));
    assertThat(challenges.spend("sign-in", late)).isFalse();
  }
}
