package probity.console;

import java.time.Instant;

/// Whose access token came with a call of the API.
///
/// @param member the person, with the duties of now
/// @param tokenId names the token; it is no secret and opens nothing
/// @param made when its owner, who had just proved who they are, made the token
public record Bearer(Member member, String tokenId, Instant made) {
  /// How entries say that a person acted by a token.
  public static final String METHOD = "token";
}
