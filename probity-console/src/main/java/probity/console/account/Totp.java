package probity.console.account;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One-time codes by time, RFC 6238 with the values that every authenticator app knows: SHA-1, six
/// digits, thirty seconds.
final class Totp {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int STEP_SECONDS = 30;
  private static final int SECRET_BYTES = 20;

  private Totp() {}

  /// A new secret, in base32.
  static String secret(SecureRandom random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return base32(bytes);
  }

  /// The step of the code, if it is that of now or of the step before or after, and later than
  /// `lastStep`: a code that was read over somebody's shoulder is good for nothing once used.
  static OptionalLong step(String secret, String code, Instant now, long lastStep) {
    long current = now.getEpochSecond() / STEP_SECONDS;
    var found = OptionalLong.empty();
    for (long step = current - 1; step <= current + 1; step++) {
      boolean same =
          MessageDigest.isEqual(
              code(bytes(secret), step, 6).getBytes(StandardCharsets.UTF_8),
              code.getBytes(StandardCharsets.UTF_8));
      if (same && step > lastStep) found = OptionalLong.of(step);
    }
    return found;
  }

  /// The code of a step, section 5.3 of RFC 4226.
  static String code(byte[] secret, long step, int digits) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int truncated = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fff_ffff;
      int bound = (int) Math.pow(10, digits);
      return String.format(Locale.ROOT, "%0" + digits + "d", truncated % bound);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA-1", e);
    }
  }

  /// The link that apps take.
  static String link(String secret, String login) {
    return "otpauth://totp/Probity:"
        + URLEncoder.encode(login, StandardCharsets.UTF_8)
        + "?secret="
        + secret
        + "&issuer=Probity";
  }

  static String base32(byte[] bytes) {
    var text = new StringBuilder();
    long held = 0;
    int bits = 0;
    for (byte each : bytes) {
      held = held << 8 | (each & 0xff);
      bits += 8;
      for (; bits >= 5; bits -= 5) text.append(BASE32.charAt((int) (held >> (bits - 5)) & 31));
    }
    if (bits > 0) text.append(BASE32.charAt((int) (held << (5 - bits)) & 31));
    return text.toString();
  }

  static boolean isSecret(String text) {
    return text.length() == SECRET_BYTES * 8 / 5
        && text.chars().allMatch(c -> BASE32.indexOf(c) >= 0);
  }

  private static byte[] bytes(String base32) {
    var bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
    long held = 0;
    int bits = 0;
    for (int i = 0; i < base32.length(); i++) {
      held = held << 5 | BASE32.indexOf(base32.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bytes.put((byte) (held >> (bits - 8)));
        bits -= 8;
      }
    }
    return bytes.array();
  }
}
