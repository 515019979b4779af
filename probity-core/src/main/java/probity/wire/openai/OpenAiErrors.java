package probity.wire.openai;

import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.ErrorForm;
import probity.wire.Refused;

/// Errors in the shape that OpenAI's SDKs turn into their own exceptions: an object `error` with
/// `message`, `type`, `param` and `code`.
public final class OpenAiErrors implements ErrorForm {
  @Override
  public Bytes body(Refused refused) {
    return Bytes.wrap(
        Json.object()
            .put(
                "error",
                Json.object()
                    .put("message", refused.message())
                    .put("type", refused.type())
                    .put("param", new Json.Null())
                    .put("code", refused.code())
                    .build())
            .build()
            .canonicalBytes());
  }
}
