package probity.identity;

import java.util.List;
import java.util.Optional;

/// What a request brings to show who sends it. Nothing of it is verified but the certificate's
/// chain.
///
/// @param authorization the value of the header `Authorization`
/// @param apiKeys values of the [#KEY_HEADERS]
/// @param certificate of the connection, or of the one that a trusted proxy forwards
/// @param person whom a trusted proxy names
public record Presented(
    Optional<String> authorization,
    List<String> apiKeys,
    Optional<ClientCertificate> certificate,
    Optional<String> person) {
  /// Headers in which clients send a key besides `Authorization`: those of Anthropic, Azure and
  /// Google.
  public static final List<String> KEY_HEADERS = List.of("x-api-key", "api-key", "x-goog-api-key");

  private static final int PERSON_MAX = 256;

  public Presented {
    apiKeys = List.copyOf(apiKeys);
  }

  /// An `Authorization` header alone.
  public static Presented authorization(String value) {
    return new Presented(Optional.of(value), List.of(), Optional.empty(), Optional.empty());
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
