package probity.server.person;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A secret under a passphrase: 16 bytes of salt, 12 of nonce, then AES-256-GCM by a key of
/// PBKDF2-HMAC-SHA256 with 600,000 iterations (OWASP, Password Storage Cheat Sheet).
final class Sealed {
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int ITERATIONS = 600_000;

  private Sealed() {}

  static byte[] seal(byte[] secret, char[] passphrase, SecureRandom random) {
    byte[] head = new byte[SALT + NONCE];
    random.nextBytes(head);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, head, passphrase).doFinal(secret);
      byte[] out = Arrays.copyOf(head, head.length + sealed.length);
      System.arraycopy(sealed, 0, out, head.length, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot seal a key", e);
    }
  }

  /// Empty where the passphrase is another one, or the bytes were changed.
  static Optional<byte[]> open(byte[] sealed, char[] passphrase) {
    if (sealed.length <= SALT + NONCE) return Optional.empty();
    byte[] head = Arrays.copyOf(sealed, SALT + NONCE);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, head, passphrase)
              .doFinal(sealed, head.length, sealed.length - head.length));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot open a sealed key", e);
    }
  }

  private static Cipher cipher(int mode, byte[] head, char[] passphrase)
      throws GeneralSecurityException {
    var spec = new PBEKeySpec(passphrase, Arrays.copyOf(head, SALT), ITERATIONS, 256);
    byte[] raw =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    SecretKey key = new SecretKeySpec(raw, "AES");
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = Arrays.copyOfRange(head, SALT, SALT + NONCE);
    cipher.init(mode, key, new GCMParameterSpec(128, nonce));
    return cipher;
  }
}
