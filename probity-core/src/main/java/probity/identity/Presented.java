package probity.identity;

import java.util.Optional;

/// What a request brings to show who sends it. Nothing of it is verified but the certificate's
/// chain.
///
/// @param authorization, apiKey values of the headers `Authorization` and `x-api-key`
/// @param certificate of the connection, or of the one that a trusted proxy forwards
/// @param person whom a trusted proxy names
public record Presented(
    Optional<String> authorization,
    Optional<String> apiKey,
    Optional<ClientCertificate> certificate,
    Optional<String> person) {
  private static final int PERSON_MAX = 256;

  /// An `Authorization` header alone.
  public static Presented authorization(String value) {
    return new Presented(Optional.of(value), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Whether a text can name an end user: 1 to 256 characters that can be seen.
  public static boolean isPerson(String text) {
    return !text.isBlank()
        && text.length() <= PERSON_MAX
        && text.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public String toString() {
    return "credentials";
  }
}
