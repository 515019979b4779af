package probity.wire.openai;

import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.Format.Said;

/// What is to be said, as a Chat Completions model would say it.
final class ChatCanned {
  /// So short that whatever a detector looks for comes in pieces.
  private static final int PIECE = 5;

  private ChatCanned() {}

  static Bytes whole(Said said) {
    var message = Json.object().put("role", "assistant");
    if (said.tool().isEmpty()) message.put("content", said.text());
    else message.put("content", new Json.Null()).put("tool_calls", list(call(said).build()));
    var choice =
        Json.object()
            .put("index", 0)
            .put("message", message.build())
            .put("finish_reason", finish(said))
            .build();
    return Bytes.utf8(head("chat.completion").put("choices", list(choice)).build().canonical());
  }

  /// Server-sent events.
  static Bytes streamed(Said said) {
    var out = new StringBuilder();
    if (said.tool().isEmpty()) {
      String text = said.text();
      for (int at = 0; at < text.length(); ) {
        int end =
            text.offsetByCodePoints(at, Math.min(PIECE, text.codePointCount(at, text.length())));
        chunk(out, Json.object().put("content", text.substring(at, end)).build(), "");
        at = end;
      }
    } else {
      chunk(
          out,
          Json.object().put("tool_calls", list(call(said).put("index", 0).build())).build(),
          "");
    }
    chunk(out, Json.object().build(), finish(said));
    return Bytes.utf8(out.append("data: [DONE]\n\n").toString());
  }

  private static void chunk(StringBuilder out, Json delta, String finish) {
    var choice =
        Json.object()
            .put("index", 0)
            .put("delta", delta)
            .put("finish_reason", finish.isEmpty() ? new Json.Null() : Json.of(finish))
            .build();
    var chunk = head("chat.completion.chunk").put("choices", list(choice)).build();
    out.append("data: ").append(chunk.canonical()).append("\n\n");
  }

  private static Json.Builder call(Said said) {
    return Json.object()
        .put("id", "call_canary")
        .put("type", "function")
        .put(
            "function",
            Json.object().put("name", said.tool()).put("arguments", said.arguments()).build());
  }

  private static Json.Builder head(String object) {
    return Json.object()
        .put("id", "chatcmpl-canary")
        .put("object", object)
        .put("created", 0)
        .put("model", "probity-canary");
  }

  private static String finish(Said said) {
    return said.tool().isEmpty() ? "stop" : "tool_calls";
  }

  private static Json list(Json item) {
    return new Json.Arr(List.of(item));
  }
}
