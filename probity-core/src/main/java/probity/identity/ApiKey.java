package probity.identity;

import java.util.List;
import java.util.regex.Pattern;
import probity.exchange.Caller;
import probity.ledger.Hash;

/// A caller and the SHA-256 of one of its keys; the key itself is stored nowhere.
///
/// A key reads `pk_<id>_<43 letters of base64url>`: the id of its caller and 256 random bits. The
/// hash covers the whole text.
///
/// @param routes ids of the routes on which it may be used; all of them where empty
/// @param active false once it was revoked
public record ApiKey(
    Caller caller, Hash sha256, Validity validity, List<String> routes, boolean active) {
  /// Keys of one caller: enough for several rotations under way.
  public static final int PER_CALLER_MAX = 16;

  /// Routes of one key.
  public static final int ROUTES_MAX = 64;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  public ApiKey {
    if (!isId(caller.id())) throw new IllegalArgumentException("caller id `" + caller.id() + "`");
    routes = List.copyOf(routes);
    if (routes.size() > ROUTES_MAX) {
      throw new IllegalArgumentException(routes.size() + " routes, at most " + ROUTES_MAX);
    }
  }

  /// One that is good at any time and on every route.
  public ApiKey(Caller caller, Hash sha256) {
    this(caller, sha256, Validity.ALWAYS, List.of(), true);
  }

  /// The same key, which is good no more.
  public ApiKey revoked() {
    return new ApiKey(caller, sha256, validity, routes, false);
  }

  /// Whether `id` may stand in a key: lower-case letters, digits, dots and hyphens, 64 at most.
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }
}
