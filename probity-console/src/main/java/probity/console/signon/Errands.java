package probity.console.signon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import probity.console.Page;
import probity.ledger.reveal.Disclosure;

/// Makes errands and knows its own again. Nothing is kept of one: all of it is in the cookie, or
/// made from it under a key of this process, so whoever only asks for many takes no memory.
public final class Errands {
  public static final Duration GOOD_FOR = Duration.ofMinutes(10);

  private static final int TEXT_MAX = 2_000;
  private static final int RANDOM_BYTES = 16;

  private final SecureRandom random;
  private final InstantSource clock;
  private final byte[] key = new byte[32];

  public Errands(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
    random.nextBytes(key);
  }

  /// A new one, as the cookie has it.
  ///
  /// @param to a page of this console; where it is none, or a long one, the first page
  public String begin(String purpose, String to) {
    byte[] salt = new byte[RANDOM_BYTES];
    random.nextBytes(salt);
    String page = to.length() > TEXT_MAX ? "/" : Page.localOr(to, "/");
    String body =
        String.join(
            "\n", Long.toString(clock.millis()), HexFormat.of().formatHex(salt), purpose, page);
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(body.getBytes(StandardCharsets.UTF_8))
        + "."
        + code("cookie", body);
  }

  /// The errand of a cookie; empty for one that is not ours, was changed, or is too old.
  public Optional<Errand> read(String cookie) {
    int dot = cookie.indexOf('.');
    if (dot < 0 || cookie.length() > 3 * TEXT_MAX) return Optional.empty();
    String body;
    try {
      body =
          new String(
              Base64.getUrlDecoder().decode(cookie.substring(0, dot)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    byte[] code = cookie.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(code, code("cookie", body).getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    var parts = body.split("\n", -1);
    var until = Instant.ofEpochMilli(Long.parseLong(parts[0])).plus(GOOD_FOR);
    return clock.instant().isBefore(until)
        ? Optional.of(
            new Errand(
                parts[2],
                parts[3],
                code("state", body),
                code("nonce", body),
                code("verifier", body)))
        : Optional.empty();
  }

  private String code(String what, String body) {
    return HexFormat.of().formatHex(Disclosure.hmac(key, what + "\n" + body));
  }
}
