package probity.console.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import probity.ledger.Hash;

/// Secrets that nobody can guess: 256 random bits, of which only the digest is kept.
final class Tokens {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int BYTES = 32;
  private static final int ID_BYTES = 12;

  private final SecureRandom random;

  Tokens(SecureRandom random) {
    this.random = random;
  }

  String token() {
    return encoded(BYTES);
  }

  /// A name that is no secret.
  String id() {
    return encoded(ID_BYTES);
  }

  private String encoded(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return ENCODER.encodeToString(value);
  }

  static Hash digest(String token) {
    return Hash.of(token.getBytes(StandardCharsets.UTF_8));
  }
}
