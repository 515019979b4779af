package probity.ledger.reveal;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.Json;

/// A field's name and text with the salt that hides them, in the form of RFC 9901 section 4.2:
/// base64url of `[salt, name, value]`.
///
/// Its digest stands on the entry. Whoever holds the disclosure shows the text; whoever holds the
/// digest alone learns nothing, because the salt has 128 bits that are derived from a key which
/// only the vault has.
public record Disclosure(String encoded) {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  /// Makes the disclosure of one field. The salt is the first 16 bytes of HMAC-SHA-256 under the
  /// subject's key over `exchange LF name`, so it needs no storing and goes with the key.
  public static Disclosure of(byte[] subjectKey, String exchange, String name, String value) {
    return of(salt(subjectKey, exchange, name), name, value);
  }

  /// The salt of a field, which whoever is to withhold a text in it needs.
  public static String salt(byte[] subjectKey, String exchange, String name) {
    byte[] mac = hmac(subjectKey, exchange + "\n" + name);
    return BASE64URL.encodeToString(Arrays.copyOf(mac, 16));
  }

  /// Makes the disclosure of a field whose salt is known.
  public static Disclosure of(String salt, String name, String value) {
    var parts = new Json.Arr(List.of(Json.of(salt), Json.of(name), Json.of(value)));
    return new Disclosure(BASE64URL.encodeToString(parts.canonicalBytes()));
  }

  /// What stands on the entry: base64url of SHA-256 over the encoded form (RFC 9901 section 4.2.3).
  public String digest() {
    return BASE64URL.encodeToString(Hash.of(encoded.getBytes(StandardCharsets.US_ASCII)).bytes());
  }

  /// The text that it discloses.
  ///
  /// @throws IllegalArgumentException if `encoded` is no disclosure
  public String value() {
    var parts = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    if (Json.parseCanonical(parts) instanceof Checked.Valid<Json>(Json.Arr(var items))
        && items.size() == 3
        && items.getLast() instanceof Json.Str(var text)) return text;
    throw new IllegalArgumentException("no disclosure of three parts");
  }

  /// HMAC-SHA-256, which every conforming JDK has.
  public static byte[] hmac(byte[] key, String message) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
    }
  }
}
