package probity.canary;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import probity.exchange.Caller;
import probity.identity.ApiKey;
import probity.ledger.Hash;
import probity.policy.Canary;

/// The scheduler's own credentials: one for each canary, made in memory for this run of the program
/// and stored nowhere. Their callers have ids that no configuration can declare.
final class Keys {
  private final SecureRandom random;
  private final Map<String, String> texts = new HashMap<>();

  Keys(SecureRandom random) {
    this.random = random;
  }

  /// The text that a canary shows.
  synchronized String text(Canary canary) {
    return texts.computeIfAbsent(canary.caller(), caller -> "pk_" + caller + "_" + secret());
  }

  /// What the gateway knows these callers by.
  List<ApiKey> of(List<Canary> canaries) {
    return canaries.stream()
        .map(canary ->
            new ApiKey(
                new Caller(canary.caller(), canary.roles(), canary.groups()),
                Hash.of(text(canary).getBytes(StandardCharsets.US_ASCII))))
        .toList();
  }

  /// 256 random bits in 43 letters of base64url.
  String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
