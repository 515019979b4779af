package probity.wire.openai.responses;

import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.Format.Said;

/// What is to be said, as the Responses API would say it.
final class ResponsesCanned {
  /// So short that whatever a detector looks for comes in pieces.
  private static final int PIECE = 5;

  private final StringBuilder out = new StringBuilder();
  private int sequence;

  private ResponsesCanned() {}

  static Bytes whole(Said said) {
    return Bytes.utf8(response("completed", List.of(item(said, said.text()))).canonical());
  }

  /// Server-sent events.
  static Bytes streamed(Said said) {
    return new ResponsesCanned().stream(said);
  }

  private Bytes stream(Said said) {
    event("response.created", Json.object().put("response", response("in_progress", List.of())));
    if (said.tool().isEmpty()) text(said);
    else call(said);
    var whole = response("completed", List.of(item(said, said.text())));
    event("response.completed", Json.object().put("response", whole));
    return Bytes.utf8(out.toString());
  }

  private void text(Said said) {
    String text = said.text();
    event("response.output_item.added", at().put("item", item(said, "")));
    event("response.content_part.added", at().put("content_index", 0).put("part", part("")));
    for (int from = 0; from < text.length(); ) {
      int to =
          text.offsetByCodePoints(from, Math.min(PIECE, text.codePointCount(from, text.length())));
      event(
          "response.output_text.delta",
          at().put("content_index", 0).put("delta", text.substring(from, to)));
      from = to;
    }
    event("response.output_text.done", at().put("content_index", 0).put("text", text));
    event("response.content_part.done", at().put("content_index", 0).put("part", part(text)));
    event("response.output_item.done", at().put("item", item(said, text)));
  }

  private void call(Said said) {
    var begun = new Said("", said.tool(), "");
    event("response.output_item.added", at().put("item", item(begun, "")));
    event("response.function_call_arguments.delta", at().put("delta", said.arguments()));
    event("response.function_call_arguments.done", at().put("arguments", said.arguments()));
    event("response.output_item.done", at().put("item", item(said, "")));
  }

  private void event(String type, Json.Builder members) {
    var data = members.put("type", type).put("sequence_number", sequence++).build();
    out.append("event: ").append(type).append("\ndata: ").append(data.canonical()).append("\n\n");
  }

  private static Json.Builder at() {
    return Json.object().put("item_id", "item_canary").put("output_index", 0);
  }

  private static Json item(Said said, String text) {
    var item = Json.object().put("id", "item_canary");
    return said.tool().isEmpty()
        ? item.put("type", "message")
            .put("role", "assistant")
            .put("status", "completed")
            .put("content", new Json.Arr(List.of(part(text))))
            .build()
        : item.put("type", "function_call")
            .put("call_id", "call_canary")
            .put("name", said.tool())
            .put("arguments", said.arguments())
            .build();
  }

  private static Json part(String text) {
    return Json.object()
        .put("type", "output_text")
        .put("text", text)
        .put("annotations", new Json.Arr(List.of()))
        .build();
  }

  private static Json response(String status, List<Json> output) {
    return Json.object()
        .put("id", "resp_canary")
        .put("object", "response")
        .put("created_at", 0)
        .put("model", "probity-canary")
        .put("status", status)
        .put("output", new Json.Arr(output))
        .build();
  }
}
