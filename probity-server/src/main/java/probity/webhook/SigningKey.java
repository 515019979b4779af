package probity.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that a sender and one receiver share: HMAC-SHA256, `v1` of Standard Webhooks.
public final class SigningKey {
  /// What it looks like as text.
  public static final String FORM = "`whsec_` and 24 to 64 bytes in base64";

  private static final String PREFIX = "whsec_";
  private static final int BYTES_MIN = 24;
  private static final int BYTES_MAX = 64;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private SigningKey(byte[] bytes) {
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /// The key of [#FORM]; empty for any other text.
  public static Optional<SigningKey> parse(String text) {
    if (!text.startsWith(PREFIX)) return Optional.empty();
    try {
      byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      boolean fits = bytes.length >= BYTES_MIN && bytes.length <= BYTES_MAX;
      return fits ? Optional.of(new SigningKey(bytes)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The value of `webhook-signature`.
  ///
  /// @param id without `.`, which parts what is signed
  /// @param seconds since 1970, of this attempt
  String sign(String id, long seconds, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "a signing key";
  }
}
