package probity.console.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one person signs in with; they may have several.
///
/// @param login in lower case; no two accounts have the same
/// @param password as [Passwords] hashes it; empty for an account that only single sign-on opens
/// @param recovery SHA-256 of recovery codes, in hex; each works once
public record Account(
    String id,
    String personId,
    String login,
    String password,
    Optional<Totp> totp,
    List<String> recovery,
    List<Passkey> passkeys,
    Optional<SignOn> signOn,
    State state,
    Instant created) {
  public Account {
    recovery = List.copyOf(recovery);
    passkeys = List.copyOf(passkeys);
  }

  public enum State {
    ACTIVE("active"),
    DISABLED("disabled");

    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// A secret shared with an authenticator app.
  ///
  /// @param secret in base32; empty where it cannot be opened under the present master key, and so
  ///   takes no code
  /// @param lastStep of the last code that was taken; none up to it is taken again
  public record Totp(String secret, long lastStep) {}

  /// That an identity of the OpenID provider opens this account.
  ///
  /// @param identity a code over issuer and subject, which names nobody
  public record SignOn(String identity, Instant added) {}

  /// @param credentialId in base64url
  /// @param credential attested credential data as WebAuthn has it, in base64url
  /// @param count of its last signature
  public record Passkey(
      String credentialId, String credential, long count, String label, Instant added) {}

  public boolean active() {
    return state == State.ACTIVE;
  }

  boolean hasPassword() {
    return !password.isEmpty();
  }

  Account password(String other) {
    return new Account(
        id, personId, login, other, totp, recovery, passkeys, signOn, state, created);
  }

  Account totp(Optional<Totp> other, List<String> codes) {
    return new Account(
        id, personId, login, password, other, codes, passkeys, signOn, state, created);
  }

  Account recovery(List<String> codes) {
    return totp(totp, codes);
  }

  Account passkeys(List<Passkey> others) {
    return new Account(
        id, personId, login, password, totp, recovery, others, signOn, state, created);
  }

  Account signOn(Optional<SignOn> other) {
    return new Account(
        id, personId, login, password, totp, recovery, passkeys, other, state, created);
  }

  Account state(State other) {
    return new Account(
        id, personId, login, password, totp, recovery, passkeys, signOn, other, created);
  }
}
