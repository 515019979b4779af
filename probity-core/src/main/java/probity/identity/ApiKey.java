package probity.identity;

import java.util.regex.Pattern;
import probity.exchange.Caller;
import probity.ledger.Hash;

/// A caller and the SHA-256 of its key; the key itself is stored nowhere.
///
/// A key reads `pk_<id>_<43 letters of base64url>`: the id of its caller and 256 random bits. The
/// hash covers the whole text.
public record ApiKey(Caller caller, Hash sha256) {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  public ApiKey {
    if (!isId(caller.id())) throw new IllegalArgumentException("caller id `" + caller.id() + "`");
  }

  /// Whether `id` may stand in a key: lower-case letters, digits, dots and hyphens, 64 at most.
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }
}
