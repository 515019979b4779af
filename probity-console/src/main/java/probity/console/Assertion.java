package probity.console;

/// What a passkey signed, each part in base64url without padding, as WebAuthn has it: enough for
/// anybody to check the signature later.
///
/// @param publicKey the credential's key in COSE form, as it was registered
public record Assertion(
    String credentialId,
    String publicKey,
    String authenticatorData,
    String clientDataJson,
    String signature) {}
