package probity.console.account;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import probity.console.Assertion;
import probity.console.Values;
import probity.ledger.Hash;

/// WebAuthn: registers passkeys and checks what they sign. The user is always verified by the
/// authenticator; who made the authenticator is not asked.
final class Passkeys {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private final ObjectConverter converter = new ObjectConverter();
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);
  private final WebAuthnManager webAuthn =
      WebAuthnManager.createNonStrictWebAuthnManager(converter);

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier id) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, id);
  }

  /// A new passkey, if the form holds one made for a challenge that `isOurs`.
  Optional<Account.Passkey> register(
      Values form, AccountSettings.Site site, Predicate<Hash> isOurs, Instant now) {
    try {
      var data =
          webAuthn.parse(
              new RegistrationRequest(
                  bytes(form, "attestationObject"), bytes(form, "clientDataJSON")));
      var client = data.getCollectedClientData();
      if (client == null) return Optional.empty();
      var challenge = challenge(client.getChallenge().getValue());
      if (challenge.filter(isOurs).isEmpty()) return Optional.empty();
      webAuthn.verify(
          data, new RegistrationParameters(server(site, challenge.get()), ALGORITHMS, true, true));
      var object = data.getAttestationObject();
      if (object == null) return Optional.empty();
      var made = object.getAuthenticatorData();
      var credential = made.getAttestedCredentialData();
      if (credential == null) return Optional.empty();
      var label = form.text("label");
      return Optional.of(
          new Account.Passkey(
              ENCODER.encodeToString(credential.getCredentialId()),
              ENCODER.encodeToString(credentials.convert(credential)),
              made.getSignCount(),
              label.isEmpty() ? "Passkey" : label.substring(0, Math.min(label.length(), 60)),
              now));
    } catch (DataConversionException | VerificationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// That a passkey signed a challenge of ours.
  ///
  /// @param count of the signature
  record Signed(Assertion assertion, long count) {}

  /// What `passkey` signed, if the form holds it and the challenge `isOurs`.
  Optional<Signed> verify(
      Account.Passkey passkey, Values form, AccountSettings.Site site, Predicate<Hash> isOurs) {
    try {
      var data =
          webAuthn.parse(
              new AuthenticationRequest(
                  bytes(form, "credentialId"),
                  bytes(form, "authenticatorData"),
                  bytes(form, "clientDataJSON"),
                  bytes(form, "signature")));
      var client = data.getCollectedClientData();
      if (client == null) return Optional.empty();
      var challenge = challenge(client.getChallenge().getValue());
      if (challenge.filter(isOurs).isEmpty()) return Optional.empty();
      byte[] credential = Base64.getUrlDecoder().decode(passkey.credential());
      var known =
          new CredentialRecordImpl(
              new NoneAttestationStatement(),
              null,
              null,
              null,
              passkey.count(),
              credentials.convert(credential),
              null,
              null,
              null,
              Set.of());
      webAuthn.verify(
          data,
          new AuthenticationParameters(server(site, challenge.get()), known, null, true, true));
      var signed = data.getAuthenticatorData();
      if (signed == null) return Optional.empty();
      return Optional.of(
          new Signed(
              new Assertion(
                  passkey.credentialId(),
                  publicKey(credential),
                  form.text("authenticatorData"),
                  form.text("clientDataJSON"),
                  form.text("signature")),
              signed.getSignCount()));
    } catch (DataConversionException | VerificationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Section 6.5.2 of WebAuthn: 16 bytes of model, 2 of length, the credential's id, its key.
  private static String publicKey(byte[] credential) {
    int length = ByteBuffer.wrap(credential).getShort(16);
    return ENCODER.encodeToString(Arrays.copyOfRange(credential, 18 + length, credential.length));
  }

  private static Optional<Hash> challenge(byte[] value) {
    return value.length == Hash.BYTES ? Optional.of(Hash.copyOf(value, 0)) : Optional.empty();
  }

  private static ServerProperty server(AccountSettings.Site site, Hash challenge) {
    return ServerProperty.builder()
        .origins(site.origins().stream().map(Origin::create).collect(Collectors.toSet()))
        .rpId(site.relyingParty())
        .challenge(new DefaultChallenge(challenge.bytes()))
        .build();
  }

  private static byte[] bytes(Values form, String name) {
    return Base64.getUrlDecoder().decode(form.text(name));
  }

  /// As the script needs bytes.
  static String encoded(Hash challenge) {
    return ENCODER.encodeToString(challenge.bytes());
  }
}
