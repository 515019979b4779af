package probity.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.Answer;
import probity.wire.Answer.ToolCall;
import probity.wire.Edit;
import probity.wire.JsonCursor;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.PlainJson;
import probity.wire.Texts;

/// Reads one answer of the Messages API in one piece, and puts a notice behind it.
final class MessagesAnswer {
  /// Each call gets an entry of its own, so a provider must not ask for any number; a streamed
  /// answer has the same bound.
  private static final int TOOL_CALLS_MAX = 512;

  private static final Pattern TEXT = Pattern.compile("/content/\\d{1,6}/text");

  private MessagesAnswer() {}

  static Answer read(Bytes body) {
    try {
      return body(body);
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
  }

  private static Answer body(Bytes body) {
    var in = new PlaceReader(body, AnthropicNames.ALL);
    var message = new MessageObject(in);
    in.body(() -> message.read(""));
    if (!message.hasContent()) throw PlaceReader.wrongShape("`content` is missing");
    var calls = new ArrayList<ToolCall>();
    for (int index = 0; index < message.blocks().size(); index++) {
      Block block = message.blocks().get(index);
      if (block.calls()) calls.add(call(body, block, index));
    }
    if (calls.size() > TOOL_CALLS_MAX) {
      throw new JsonFault(BodyFault.TOO_LARGE, "more than " + TOOL_CALLS_MAX + " tool calls");
    }
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        calls,
        message.usage().usage(),
        message.stopReasons(),
        Texts.Spelling.JSON,
        List.of());
  }

  private static ToolCall call(Bytes body, Block block, int index) {
    return new ToolCall(
        0, index, block.name(), block.arguments(), PlainJson.text(body, block.input()));
  }

  /// The edit that puts `text` behind the other blocks, as a block of its own; none where no block
  /// has text.
  static List<Edit> notice(Answer.Read read, String text) {
    boolean spoken =
        read.places().stream()
            .anyMatch(p -> TEXT.matcher(p.pointer()).matches() && p.end() > p.start());
    if (!spoken) return List.of();
    int end = contentEnd(read.body()).orElseThrow();
    return List.of(new Edit(end, end, Bytes.utf8("," + block(text).canonical())));
  }

  static Json block(String text) {
    return Json.object().put("type", "text").put("text", text).build();
  }

  /// Where the last block ends.
  private static Optional<Integer> contentEnd(Bytes body) {
    var json = new JsonCursor(body);
    var ends = new ArrayList<Integer>();
    json.object((name, _, _) -> {
      if (!name.equals("content")) {
        skip(json);
        return;
      }
      json.array(_ -> {
        skip(json);
        ends.add(json.at());
      });
    });
    return ends.isEmpty() ? Optional.empty() : Optional.of(ends.getLast());
  }

  private static void skip(JsonCursor json) {
    switch (json.next()) {
      case '{' -> json.object((_, _, _) -> skip(json));
      case '[' -> json.array(_ -> skip(json));
      case '"' -> json.string();
      default -> json.scalar();
    }
  }
}
