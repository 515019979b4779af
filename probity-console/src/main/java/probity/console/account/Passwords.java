package probity.console.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords by Argon2id with 19 MiB and 2 passes, and says which are taken at all.
///
/// A hash is kept as `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`. Only a few are computed at once,
/// so that a crowd at the door takes no memory from the rest of the process.
final class Passwords {
  static final int CHARACTERS_MIN = 12;
  static final int CHARACTERS_MAX = 256;
  private static final int KIB = 19_456;
  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final String PREFIX = "$argon2id$v=19$m=" + KIB + ",t=" + PASSES + ",p=1$";
  private static final Pattern FORM =
      Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=1\\$([^$]+)\\$([^$]+)");

  private final SecureRandom random;
  private final Semaphore atOnce = new Semaphore(4);
  private final String ofNobody;

  Passwords(SecureRandom random) {
    this.random = random;
    this.ofNobody = hash("nobody has this password");
  }

  /// What is wrong with `password` as a new one; empty where nothing is.
  static Optional<String> mistake(String password, String login) {
    int characters = password.codePointCount(0, password.length());
    if (characters < CHARACTERS_MIN) {
      return Optional.of(
          "has " + characters + " characters, at least " + CHARACTERS_MIN + " were expected");
    }
    if (characters > CHARACTERS_MAX) {
      return Optional.of(
          "has " + characters + " characters, at most " + CHARACTERS_MAX + " were expected");
    }
    return password.strip().toLowerCase(Locale.ROOT).equals(login.toLowerCase(Locale.ROOT))
        ? Optional.of("is the login name, another was expected")
        : Optional.empty();
  }

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    var encoder = Base64.getEncoder().withoutPadding();
    return PREFIX
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(argon2(password, salt, KIB, PASSES, HASH_BYTES));
  }

  /// Whether `password` is that of `hash`.
  boolean matches(String password, String hash) {
    var form = FORM.matcher(hash);
    if (!form.matches()) throw new IllegalStateException("a kept password hash has another form");
    byte[] expected = Base64.getDecoder().decode(form.group(4));
    byte[] found =
        argon2(
            password,
            Base64.getDecoder().decode(form.group(3)),
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            expected.length);
    return MessageDigest.isEqual(expected, found);
  }

  /// Takes as long as [#matches], for a login that nobody has.
  boolean matchesNobody(String password) {
    matches(password, ofNobody);
    return false;
  }

  private byte[] argon2(String password, byte[] salt, int kib, int passes, int bytes) {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(kib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build();
    var generator = new Argon2BytesGenerator();
    byte[] hash = new byte[bytes];
    // One text can be typed as several sequences of characters; they are one password.
    var normal = Normalizer.normalize(cut(password), Normalizer.Form.NFKC);
    atOnce.acquireUninterruptibly();
    try {
      generator.init(parameters);
      generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash);
    } finally {
      atOnce.release();
    }
    return hash;
  }

  private static String cut(String password) {
    return password.length() > 4 * CHARACTERS_MAX
        ? password.substring(0, 4 * CHARACTERS_MAX)
        : password;
  }
}
