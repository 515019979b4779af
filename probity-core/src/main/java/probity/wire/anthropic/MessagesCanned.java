package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.Format.Said;
import probity.wire.StrictJson;

/// What is to be said, as the Messages API would say it.
final class MessagesCanned {
  /// So short that whatever a detector looks for comes in pieces.
  private static final int PIECE = 5;

  private MessagesCanned() {}

  static Bytes whole(Said said) {
    String block =
        said.tool().isEmpty()
            ? MessagesAnswer.block(said.text()).canonical()
            : call(said.tool(), input(said));
    return Bytes.utf8(message(block, stopReason(said)));
  }

  /// Server-sent events.
  static Bytes streamed(Said said) {
    boolean calls = !said.tool().isEmpty();
    var out = new StringBuilder();
    MessagesStream.event(
        out,
        "message_start",
        "{\"message\":" + message("", "null") + ",\"type\":\"message_start\"}");
    MessagesStream.event(
        out,
        "content_block_start",
        "{\"content_block\":"
            + (calls ? call(said.tool(), "{}") : MessagesAnswer.block("").canonical())
            + ",\"index\":0,\"type\":\"content_block_start\"}");
    for (String piece : pieces(calls ? input(said) : said.text())) {
      var delta =
          calls
              ? Json.object().put("type", "input_json_delta").put("partial_json", piece)
              : Json.object().put("type", "text_delta").put("text", piece);
      MessagesStream.event(
          out, "content_block_delta", Json.object().put("index", 0).put("delta", delta.build()));
    }
    MessagesStream.event(out, "content_block_stop", Json.object().put("index", 0));
    MessagesStream.event(
        out,
        "message_delta",
        "{\"delta\":{\"stop_reason\":"
            + stopReason(said)
            + ",\"stop_sequence\":null},\"type\":\"message_delta\",\"usage\":{\"output_tokens\":0}}");
    MessagesStream.event(out, "message_stop", Json.object());
    return Bytes.utf8(out.toString());
  }

  private static List<String> pieces(String text) {
    var pieces = new ArrayList<String>();
    for (int from = 0; from < text.length(); ) {
      int to =
          text.offsetByCodePoints(from, Math.min(PIECE, text.codePointCount(from, text.length())));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  /// @param block as JSON, or empty
  /// @param stopReason as JSON
  private static String message(String block, String stopReason) {
    return "{\"content\":["
        + block
        + "],\"id\":\"msg_canary\",\"model\":\"probity-canary\",\"role\":\"assistant\","
        + "\"stop_reason\":"
        + stopReason
        + ",\"stop_sequence\":null,\"type\":\"message\","
        + "\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}";
  }

  private static String call(String tool, String input) {
    return "{\"id\":\"toolu_canary\",\"input\":"
        + input
        + ",\"name\":"
        + Json.of(tool).canonical()
        + ",\"type\":\"tool_use\"}";
  }

  /// Input is an object; what is none stands in one.
  private static String input(Said said) {
    return StrictJson.isObject(Bytes.utf8(said.arguments()))
        ? said.arguments()
        : Json.object().put("input", said.arguments()).build().canonical();
  }

  private static String stopReason(Said said) {
    return said.tool().isEmpty() ? "\"end_turn\"" : "\"tool_use\"";
  }
}
