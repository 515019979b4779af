package probity.console.account;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import probity.ledger.Hash;
import probity.ledger.reveal.Disclosure;

/// Challenges for passkeys: time, randomness and a code over both and their purpose. Nothing is
/// kept of one before it was answered, so that whoever only asks for many takes no memory and
/// pushes nobody's out.
final class Challenges {
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);
  private static final int CODE_BYTES = 16;
  private static final int SPENT_MAX = 100_000;

  private final SecureRandom random;
  private final InstantSource clock;
  private final byte[] key = new byte[32];
  // Those that were answered, the oldest first; guarded by `this`.
  private final Map<Hash, Instant> spent = new LinkedHashMap<>();

  Challenges(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
    random.nextBytes(key);
  }

  Hash issue(String purpose) {
    byte[] head =
        ByteBuffer.allocate(CODE_BYTES).putLong(clock.millis()).putLong(random.nextLong()).array();
    return Hash.copyOf(
        ByteBuffer.allocate(Hash.BYTES).put(head).put(code(purpose, head)).array(), 0);
  }

  /// Whether we issued `challenge` for `purpose` a short while ago, and this is its first answer.
  synchronized boolean spend(String purpose, Hash challenge) {
    byte[] bytes = challenge.bytes();
    byte[] head = Arrays.copyOf(bytes, CODE_BYTES);
    byte[] code = Arrays.copyOfRange(bytes, CODE_BYTES, bytes.length);
    if (!MessageDigest.isEqual(code, code(purpose, head))) return false;
    var now = clock.instant();
    var until = Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong()).plus(GOOD_FOR);
    spent.values().removeIf(now::isAfter);
    return now.isBefore(until)
        && spent.size() < SPENT_MAX
        && spent.putIfAbsent(challenge, until) == null;
  }

  private byte[] code(String purpose, byte[] head) {
    // The head has one length, so no two pairs have the same text.
    var message = HexFormat.of().formatHex(head) + purpose;
    return Arrays.copyOf(Disclosure.hmac(key, message), CODE_BYTES);
  }
}
