package probity.wire;

import probity.exchange.Bytes;
import probity.ledger.Json;

/// Errors in the shape that OpenAI's SDKs turn into their own exceptions: an object `error` with
/// `message`, `type`, `param` and `code`.
public final class OpenAiErrors {
  private OpenAiErrors() {}

  /// The body of an error answer.
  ///
  /// @param type who speaks: `probity_refusal`, `probity_upstream`, `probity_unavailable` …
  /// @param code the rule that decided, or a word of the product
  public static Bytes body(String message, String type, String code) {
    return Bytes.wrap(object(message, type, code).canonicalBytes());
  }

  /// An event that tells of an error inside a stream: Chat Completions has no such event of its
  /// own, and the SDKs raise on a data line that holds an `error` object.
  public static Bytes event(String message, String type, String code) {
    return Bytes.utf8("data: " + object(message, type, code).canonical() + "\n\n");
  }

  private static Json object(String message, String type, String code) {
    return Json.object()
        .put(
            "error",
            Json.object()
                .put("message", message)
                .put("type", type)
                .put("param", new Json.Null())
                .put("code", code)
                .build())
        .build();
  }
}
