package probity.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.exchange.Bytes;
import probity.wire.StrictJson;

/// The public keys that an issuer publishes (RFC 7517), those of them that can verify a token.
public final class KeySet {
  /// The longest document that is read.
  public static final int BYTES_MAX = 256 << 10;

  private static final int KEYS_MAX = 64;

  /// Shorter ones are broken; longer ones, and long exponents, make verifying expensive.
  private static final int RSA_BITS_MIN = 2048;

  private static final int RSA_BITS_MAX = 8192;
  private static final int RSA_EXPONENT_BITS_MAX = 32;

  private final List<Key> keys;

  private KeySet(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /// A public key with what it is for.
  ///
  /// @param algorithms with which it verifies
  record Key(Optional<String> id, Set<JWSAlgorithm> algorithms, JWK jwk, JWSVerifier verifier) {
    boolean verifies(JWSHeader header, byte[] signed, Base64URL signature) {
      try {
        return algorithms.contains(header.getAlgorithm())
            && verifier.verify(header, signed, signature);
      } catch (JOSEException | IllegalArgumentException malformed) {
        return false;
      }
    }
  }

  /// Reads a set. Keys that are of another kind, too weak, private or for another use are passed
  /// over; empty where it is malformed or none is left.
  public static Optional<KeySet> parse(Bytes document) {
    if (document.length() > BYTES_MAX || !StrictJson.isObject(document)) return Optional.empty();
    try {
      var members = JSONObjectUtils.parse(document.utf8());
      var listed = Optional.ofNullable(JSONObjectUtils.getJSONObjectArray(members, "keys"));
      if (listed.isEmpty() || listed.get().length > KEYS_MAX) return Optional.empty();
      var keys = new ArrayList<Key>();
      for (Map<String, Object> key : listed.get()) key(key).ifPresent(keys::add);
      return keys.isEmpty() ? Optional.empty() : Optional.of(new KeySet(keys));
    } catch (ParseException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Key> key(Map<String, Object> members) {
    try {
      var jwk = JWK.parse(members);
      boolean verifies =
          Optional.ofNullable(jwk.getKeyUse()).map(KeyUse.SIGNATURE::equals).orElse(true)
              && Optional.ofNullable(jwk.getKeyOperations())
                  .map(operations -> operations.contains(KeyOperation.VERIFY))
                  .orElse(true);
      return jwk.isPrivate() || !verifies ? Optional.empty() : verifier(jwk).map(v -> key(jwk, v));
    } catch (ParseException | JOSEException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Key key(JWK jwk, JWSVerifier verifier) {
    var algorithms =
        Optional.ofNullable(jwk.getAlgorithm())
            .map(only -> Set.of(JWSAlgorithm.parse(only.getName())))
            .orElse(verifier.supportedJWSAlgorithms());
    return new Key(Optional.ofNullable(jwk.getKeyID()), Set.copyOf(algorithms), jwk, verifier);
  }

  private static Optional<JWSVerifier> verifier(JWK jwk) throws JOSEException {
    return switch (jwk) {
      case RSAKey rsa when isFit(rsa.toRSAPublicKey()) -> Optional.of(new RSASSAVerifier(rsa));
      case ECKey ec -> Optional.of(new ECDSAVerifier(ec));
      default -> Optional.empty();
    };
  }

  private static boolean isFit(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    return bits >= RSA_BITS_MIN
        && bits <= RSA_BITS_MAX
        && exponent.bitLength() <= RSA_EXPONENT_BITS_MAX
        && exponent.compareTo(BigInteger.TWO) > 0;
  }

  /// The key that a token names, if there is exactly one of that name. A token that names none is
  /// by the only key of the set, or by none (OpenID Connect Core section 10.1).
  Optional<Key> find(Optional<String> id) {
    var found = keys.stream().filter(key -> id.isEmpty() || key.id().equals(id)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// Whether `key` is still in the set.
  boolean holds(Key key) {
    return keys.stream().anyMatch(k -> k.id().equals(key.id()) && k.jwk().equals(key.jwk()));
  }

  public int size() {
    return keys.size();
  }
}
