package probity.console.signon;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The OpenID provider that an installation trusts.
///
/// @param issuer as its ID tokens name it; its discovery document lies below it
/// @param clientSecret empty for a client that has none, and that PKCE alone vouches for
/// @param title as people know it, such as `Example login`
/// @param scopes beside `openid`
public record SignOnSettings(
    URI issuer, String clientId, Optional<String> clientSecret, String title, List<String> scopes) {
  public SignOnSettings {
    scopes = List.copyOf(scopes);
  }

  /// Does not say the secret.
  @Override
  public String toString() {
    return "client " + clientId + " of " + issuer;
  }
}
