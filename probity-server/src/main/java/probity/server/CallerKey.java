package probity.server;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import probity.ledger.Hash;

/// A new API key: shown once, stored nowhere.
record CallerKey(String text) {
  static CallerKey generate(String id, SecureRandom random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return new CallerKey(
        "pk_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /// What the configuration holds in its place.
  Hash sha256() {
    return Hash.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "caller key";
  }
}
