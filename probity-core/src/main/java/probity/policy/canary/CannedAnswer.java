package probity.policy.canary;

import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.policy.Canary;

/// What a canary wants said, as a Chat Completions model would say it.
public final class CannedAnswer {
  /// So short that whatever a detector looks for comes in pieces.
  private static final int PIECE = 5;

  private CannedAnswer() {}

  public static Bytes whole(Canary.Answer answer) {
    var message = Json.object().put("role", "assistant");
    if (answer.tool().isEmpty()) message.put("content", answer.text());
    else message.put("content", new Json.Null()).put("tool_calls", list(call(answer).build()));
    var choice =
        Json.object()
            .put("index", 0)
            .put("message", message.build())
            .put("finish_reason", finish(answer))
            .build();
    return Bytes.utf8(head("chat.completion").put("choices", list(choice)).build().canonical());
  }

  /// Server-sent events.
  public static Bytes streamed(Canary.Answer answer) {
    var out = new StringBuilder();
    if (answer.tool().isEmpty()) {
      String text = answer.text();
      for (int at = 0; at < text.length(); ) {
        int end =
            text.offsetByCodePoints(at, Math.min(PIECE, text.codePointCount(at, text.length())));
        chunk(out, Json.object().put("content", text.substring(at, end)).build(), "");
        at = end;
      }
    } else {
      chunk(
          out,
          Json.object().put("tool_calls", list(call(answer).put("index", 0).build())).build(),
          "");
    }
    chunk(out, Json.object().build(), finish(answer));
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

  private static Json.Builder call(Canary.Answer answer) {
    return Json.object()
        .put("id", "call_canary")
        .put("type", "function")
        .put(
            "function",
            Json.object().put("name", answer.tool()).put("arguments", answer.arguments()).build());
  }

  private static Json.Builder head(String object) {
    return Json.object()
        .put("id", "chatcmpl-canary")
        .put("object", object)
        .put("created", 0)
        .put("model", "probity-canary");
  }

  private static String finish(Canary.Answer answer) {
    return answer.tool().isEmpty() ? "stop" : "tool_calls";
  }

  private static Json list(Json item) {
    return new Json.Arr(List.of(item));
  }
}
