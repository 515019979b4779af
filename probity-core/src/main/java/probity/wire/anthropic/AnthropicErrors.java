package probity.wire.anthropic;

import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.ErrorForm;
import probity.wire.Refused;

/// Errors in the shape that Anthropic's SDKs turn into their own exceptions: the type is one of
/// Anthropic's, by the status; `code` says which rule decided.
final class AnthropicErrors implements ErrorForm {
  @Override
  public Bytes body(Refused refused) {
    var error =
        Json.object()
            .put("type", type(refused.status()))
            .put("message", refused.message())
            .put("code", refused.code())
            .put("source", refused.type())
            .build();
    return Bytes.wrap(
        Json.object()
            .put("type", "error")
            .put("error", error)
            .put(
                "request_id",
                refused.record().isEmpty() ? new Json.Null() : Json.of(refused.record()))
            .build()
            .canonicalBytes());
  }

  private static String type(int status) {
    return switch (status) {
      case 400, 415 -> "invalid_request_error";
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> "api_error";
    };
  }
}
