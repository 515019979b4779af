package probity.wire.anthropic;

import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.Frame;
import probity.wire.Framing;
import probity.wire.JsonFault;
import probity.wire.Refused;
import probity.wire.SseDecoder;

/// Reads a streamed answer of the Messages API.
final class MessagesStream implements AnswerStream {
  private final SseDecoder framing = new SseDecoder();
  private final Streamed streamed = new Streamed();

  @Override
  public Framing framing() {
    return framing;
  }

  @Override
  public String contentType() {
    return SseDecoder.CONTENT_TYPE;
  }

  @Override
  public Chunk read(Frame frame) {
    try {
      return streamed.add(MessagesEvent.read(frame.type(), frame.data()));
    } catch (JsonFault fault) {
      return fault.chunk();
    }
  }

  @Override
  public boolean saysWhenComplete() {
    return true;
  }

  /// A block of its own behind all others.
  @Override
  public Added notice(String text, Stamp stamp) {
    if (!streamed.spoken()) return Added.NOTHING;
    int index = streamed.blocks();
    var delta = Json.object().put("type", "text_delta").put("text", text).build();
    var out = new StringBuilder();
    event(
        out,
        "content_block_start",
        Json.object().put("index", index).put("content_block", MessagesAnswer.block("")));
    event(out, "content_block_delta", Json.object().put("index", index).put("delta", delta));
    event(out, "content_block_stop", Json.object().put("index", index));
    return new Added(Bytes.utf8(out.toString()), 1);
  }

  static void event(StringBuilder out, String type, Json.Builder members) {
    event(out, type, members.put("type", type).build().canonical());
  }

  static void event(StringBuilder out, String type, String data) {
    out.append("event: ").append(type).append("\ndata: ").append(data).append("\n\n");
  }

  /// An event on which Anthropic's SDKs raise.
  @Override
  public Bytes error(Refused refused) {
    var out = new StringBuilder();
    event(out, "error", new AnthropicErrors().body(refused).utf8());
    return Bytes.utf8(out.toString());
  }

  /// A comment without the blank line that would make some clients take it for an event.
  @Override
  public Bytes keepAlive() {
    return Bytes.utf8(": keep-alive\n");
  }
}
