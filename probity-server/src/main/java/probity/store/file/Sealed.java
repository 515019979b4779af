package probity.store.file;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM as vault and accounts use it: a fresh random nonce, then the text and its tag. What
/// a text belongs to is bound in as additional data, so that no two can be exchanged.
public final class Sealed {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /// How much longer than the plain bytes the sealed ones are.
  static final int EXTRA_BYTES = NONCE_BYTES + TAG_BITS / 8;

  private Sealed() {}

  public static byte[] seal(byte[] key, byte[] plain, String belongsTo, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] body = cipher(Cipher.ENCRYPT_MODE, key, nonce, belongsTo).doFinal(plain);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + body.length);
      System.arraycopy(body, 0, sealed, NONCE_BYTES, body.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  /// The plain bytes, or empty where key, text or belonging are not those of the sealing.
  public static Optional<byte[]> open(byte[] key, byte[] sealed, String belongsTo) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / 8) return Optional.empty();
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, key, nonce, belongsTo)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String belongsTo)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
