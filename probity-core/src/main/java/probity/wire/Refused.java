package probity.wire;

/// What a caller is told in place of an answer, or of the rest of one.
///
/// @param status of HTTP; in a stream that has begun, the one that would have been sent
/// @param type who speaks: `probity_refusal`, `probity_upstream`, `probity_unavailable` …
/// @param code the rule that decided, or a word of the product
/// @param record the exchange's id, empty where there is none
public record Refused(int status, String message, String type, String code, String record) {
  /// Of no exchange.
  public Refused(int status, String message, String type, String code) {
    this(status, message, type, code, "");
  }
}
