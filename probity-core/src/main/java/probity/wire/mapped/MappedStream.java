package probity.wire.mapped;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.ErrorForm;
import probity.wire.Frame;
import probity.wire.Framing;
import probity.wire.JsonArrayDecoder;
import probity.wire.JsonFault;
import probity.wire.NdjsonDecoder;
import probity.wire.Refused;
import probity.wire.SseDecoder;
import probity.wire.mapped.Mapping.End;
import probity.wire.mapped.Mapping.Frames;

/// Reads a streamed answer by a mapping. Tool calls come whole.
final class MappedStream implements AnswerStream {
  /// As in a unary answer.
  static final int TOOL_CALLS_MAX = 512;

  private final Mapping mapping;
  private final Tree tree;
  private final Frames frames;
  private final ErrorForm errors;
  private final Framing framing;
  private final Map<Pointer, Long> counted = new HashMap<>();
  private int calls;

  /// An item went to the client.
  private boolean begun;

  MappedStream(Mapping mapping, Tree tree, Frames frames, ErrorForm errors) {
    this.mapping = mapping;
    this.tree = tree;
    this.frames = frames;
    this.errors = errors;
    framing =
        switch (frames.cut()) {
          case SSE -> new SseDecoder();
          case NDJSON -> new NdjsonDecoder();
          case JSON_ARRAY -> new JsonArrayDecoder();
        };
  }

  @Override
  public Framing framing() {
    return framing;
  }

  @Override
  public String contentType() {
    return frames.type();
  }

  @Override
  public Chunk read(Frame frame) {
    if (frames.end() instanceof End.Word(var word) && frame.data().equals(Bytes.utf8(word))) {
      return new Chunk.Done();
    }
    try {
      return delta(frame.data());
    } catch (JsonFault fault) {
      return fault.chunk();
    }
  }

  private Chunk delta(Bytes data) {
    var reply = MappedReply.of(mapping, tree, data, true);
    reply.settle(true);
    var pieces = new ArrayList<Chunk.Piece>();
    for (MappedReply.Text text : reply.texts()) {
      String name = text.hit().at() + (text.apart() ? " apart" : "");
      pieces.add(
          new Chunk.Piece(text.hit().from(), new Chunk.Channel(reply.choice(text.hit()), name)));
    }
    var tools = new ArrayList<Chunk.ToolPart>();
    for (MappedReply.Call call : reply.calls()) {
      if (calls == TOOL_CALLS_MAX) {
        throw new JsonFault(BodyFault.TOO_LARGE, "more than " + TOOL_CALLS_MAX + " tool calls");
      }
      tools.add(
          new Chunk.ToolPart(
              new Chunk.Call(call.choice(), calls++),
              call.name(),
              call.from() < call.to() ? call.from() : -1,
              call.pointer()));
    }
    reply.count(counted);
    return new Chunk.Delta(
        data,
        reply.walk.in.notRead(),
        reply.walk.in.places,
        pieces,
        tools,
        List.of(),
        tools.stream().map(Chunk.ToolPart::call).toList(),
        reply.choices(),
        reply.finished(),
        counted.isEmpty() ? Optional.empty() : Optional.of(reply.usage(counted)),
        reply.logprobs(),
        false,
        then(reply));
  }

  private Chunk.Then then(MappedReply reply) {
    if (reply.failed()) return Chunk.Then.FAILED;
    boolean complete =
        frames.end() instanceof End.Holds(var at)
            && reply.walk.at(at).stream().anyMatch(Hit::holds);
    return complete ? Chunk.Then.COMPLETE : Chunk.Then.MORE;
  }

  /// A mapping says where texts stand, not how to add one.
  @Override
  public Added notice(String text, Stamp stamp) {
    return Added.NOTHING;
  }

  @Override
  public void released(Frame frame) {
    begun |= !frame.lines().isEmpty();
  }

  @Override
  public Bytes error(Refused refused) {
    String error = errors.body(refused).utf8();
    return Bytes.utf8(
        switch (frames.cut()) {
          case SSE -> "data: " + error + "\n\n";
          case NDJSON -> error + "\n";
          case JSON_ARRAY -> (begun ? "," : "[") + error + "]";
        });
  }

  @Override
  public Bytes closing() {
    return frames.cut() == Mapping.Cut.JSON_ARRAY ? Bytes.utf8("]") : Bytes.EMPTY;
  }

  /// Clients of such formats take every line for data.
  @Override
  public Bytes keepAlive() {
    return Bytes.EMPTY;
  }
}
