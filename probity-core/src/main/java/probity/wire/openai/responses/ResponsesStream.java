package probity.wire.openai.responses;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.AnswerStream;
import probity.wire.Chunk;
import probity.wire.Chunk.Then;
import probity.wire.Frame;
import probity.wire.Framing;
import probity.wire.JsonFault;
import probity.wire.Refused;
import probity.wire.SseDecoder;

/// Reads a streamed answer of the Responses API.
final class ResponsesStream implements AnswerStream {
  /// Types of events besides those of texts in [Streaming].
  private static final Set<String> EVENTS =
      Set.of(
          """
          error keepalive response.created response.queued response.in_progress
          response.completed response.incomplete response.failed
          response.output_item.added response.output_item.done
          response.content_part.added response.content_part.done
          response.reasoning_summary_part.added response.reasoning_summary_part.done
          response.output_text.annotation.added
          response.audio.delta response.audio.done
          response.code_interpreter_call.in_progress response.code_interpreter_call.interpreting
          response.code_interpreter_call.completed
          response.file_search_call.in_progress response.file_search_call.searching
          response.file_search_call.completed
          response.web_search_call.in_progress response.web_search_call.searching
          response.web_search_call.completed
          response.image_generation_call.in_progress response.image_generation_call.generating
          response.image_generation_call.partial_image response.image_generation_call.completed
          response.mcp_call.in_progress response.mcp_call.completed response.mcp_call.failed
          response.mcp_list_tools.in_progress response.mcp_list_tools.completed
          response.mcp_list_tools.failed response.compaction.compacting
          response.shell_call_command.added response.shell_call_output_content.delta
          response.shell_call_output_content.done
          """
              .strip()
              .split("\\s+", -1));

  /// An id in whose form no detector finds anything; any other is not said again.
  private static final Pattern ID = Pattern.compile("resp_[a-zA-Z0-9_]{1,128}");

  private final SseDecoder framing = new SseDecoder();
  private final Streamed streamed = new Streamed();

  /// As the application wrote it.
  private final String model;

  private String id = "";
  private long nextSequence;

  ResponsesStream(String model) {
    this.model = model;
  }

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
      return event(frame);
    } catch (JsonFault fault) {
      return fault.chunk();
    }
  }

  private Chunk event(Frame frame) {
    var event = ResponsesEvent.read(frame.type(), frame.data());
    String type = event.type();
    if (!known(type)) event.in.countNotRead("unknown-event");
    if (type.equals("response.audio.delta")) event.in.countNotRead("audio");
    OptionalLong sequence = event.sequence();
    if (sequence.isPresent() && sequence.getAsLong() < Json.INTEGER_MAX - 2) {
      nextSequence = Math.max(nextSequence, sequence.getAsLong() + 1);
    }
    event.response().map(ResponseObject::id).filter(this::sayable).ifPresent(said -> id = said);
    return streamed.add(event, then(type, event));
  }

  private static boolean known(String type) {
    return EVENTS.contains(type)
        || Streaming.delta(type).isPresent()
        || Streaming.done(type).isPresent();
  }

  private static Then then(String type, ResponsesEvent event) {
    if (event.error() || type.equals("error")) return Then.FAILED;
    return switch (type) {
      case "response.completed", "response.incomplete" -> Then.COMPLETE;
      case "response.failed" -> Then.FAILED;
      default -> Then.MORE;
    };
  }

  private boolean sayable(String said) {
    return ID.matcher(said).matches();
  }

  /// No place for it: the last event repeats the whole answer, and clients take it from there.
  @Override
  public Added notice(String text, Stamp stamp) {
    return Added.NOTHING;
  }

  /// A failed response for clients that keep the state of one, and behind it an event with a member
  /// `error`, on which OpenAI's SDKs raise.
  @Override
  public Bytes error(Refused refused) {
    var error =
        Json.object()
            .put("type", refused.type())
            .put("code", refused.code())
            .put("message", refused.message())
            .put("param", new Json.Null())
            .build();
    var failed =
        Json.object()
            .put("type", "response.failed")
            .put("sequence_number", nextSequence)
            .put("response", failed(refused))
            .build();
    var raised =
        Json.object()
            .put("type", "error")
            .put("sequence_number", nextSequence + 1)
            .put("code", refused.code())
            .put("message", refused.message())
            .put("param", new Json.Null())
            .put("error", error)
            .build();
    return Bytes.utf8(
        "event: response.failed\ndata: "
            + failed.canonical()
            + "\n\nevent: error\ndata: "
            + raised.canonical()
            + "\n\n");
  }

  private Json failed(Refused refused) {
    return Json.object()
        .put("id", id)
        .put("object", "response")
        .put("created_at", 0)
        .put("model", model)
        .put("status", "failed")
        .put(
            "error",
            Json.object().put("code", refused.code()).put("message", refused.message()).build())
        .put("incomplete_details", new Json.Null())
        .put("output", new Json.Arr(List.of()))
        .build();
  }

  /// A comment without the blank line that would make some clients take it for an event.
  @Override
  public Bytes keepAlive() {
    return Bytes.utf8(": keep-alive\n");
  }
}
