package probity.store.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import probity.store.file.Sealed;

/// Seals secrets, each bound to the account that it is of.
final class Seal {
  private final byte[] key;
  private final SecureRandom random;

  Seal(byte[] key, SecureRandom random) {
    this.key = key.clone();
    this.random = random;
  }

  String seal(String text, String accountId) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(Sealed.seal(key, plain, accountId, random));
  }

  /// Empty for what was sealed under another master key.
  Optional<String> open(String sealed, String accountId) {
    return Sealed.open(key, Base64.getDecoder().decode(sealed), accountId)
        .map(plain -> new String(plain, StandardCharsets.UTF_8));
  }
}
