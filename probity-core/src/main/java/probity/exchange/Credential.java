package probity.exchange;

import java.util.Arrays;
import java.util.List;

/// What showed who makes a call.
public enum Credential {
  API_KEY("api-key"),
  /// A signed token of an issuer that the configuration trusts (RFC 7519).
  JWT("jwt"),
  /// The client certificate of the connection.
  CERTIFICATE("certificate");

  /// All words, as facts hold them.
  public static final List<String> WORDS = Arrays.stream(values()).map(Credential::word).toList();

  private final String word;

  Credential(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
