package probity.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.wire.StrictJson;

/// A signed token (RFC 7519 in the compact form of RFC 7515), parsed and not believed.
record RawToken(
    String algorithm, Optional<String> keyId, Claims claims, String signed, String signature) {
  static final int BYTES_MAX = 16 << 10;

  /// A signed token begins with `{"` in base64url and has three parts; an encrypted one has five.
  private static final Pattern FORM =
      Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private static final Pattern INSIDE =
      Pattern.compile("eyJ[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]{10,}+");

  /// What may stand in a token's header that we could misunderstand: extensions, a key or where to
  /// get one (the configuration alone says that), a token inside the token, a payload that is not
  /// in base64.
  private static final Set<String> REFUSED =
      Set.of("crit", "jku", "jwk", "x5u", "x5c", "cty", "b64", "zip", "enc");

  /// Types of tokens that are for presenting to a service: those of RFC 7519 and RFC 9068.
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  /// Whether a text has the form of a token, whatever is in it.
  static boolean hasForm(String text) {
    return text.startsWith("eyJ");
  }

  static boolean isIn(String text) {
    return text.contains("eyJ") && INSIDE.matcher(text).find();
  }

  /// Empty where it is malformed, or says something in its header that we do not take.
  static Optional<RawToken> parse(String token) {
    if (token.length() > BYTES_MAX || !FORM.matcher(token).matches()) return Optional.empty();
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    var header = object(token.substring(0, first));
    var claims = object(token.substring(first + 1, second));
    if (header.isEmpty() || claims.isEmpty()) return Optional.empty();
    var algorithm = header.get().text("alg");
    boolean refused = REFUSED.stream().anyMatch(header.get()::has);
    boolean typed =
        !header.get().has("typ")
            || header
                .get()
                .text("typ")
                .filter(type -> TYPES.contains(type.toLowerCase(Locale.ROOT)))
                .isPresent();
    boolean oddKeyId = header.get().has("kid") && header.get().text("kid").isEmpty();
    return refused || !typed || oddKeyId
        ? Optional.empty()
        : algorithm.map(name ->
            new RawToken(
                name,
                header.get().text("kid"),
                claims.get(),
                token.substring(0, second),
                token.substring(second + 1)));
  }

  private static Optional<Claims> object(String encoded) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encoded);
      if (!StrictJson.isObject(Bytes.wrap(bytes))) return Optional.empty();
      return Optional.of(
          new Claims(JSONObjectUtils.parse(new String(bytes, StandardCharsets.UTF_8))));
    } catch (IllegalArgumentException | ParseException malformed) {
      return Optional.empty();
    }
  }

  /// Whether its signature is by `key`.
  boolean isSignedBy(KeySet.Key key) {
    return key.verifies(
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).build(),
        signed.getBytes(StandardCharsets.US_ASCII),
        new Base64URL(signature));
  }

  @Override
  public String toString() {
    return "token";
  }
}
