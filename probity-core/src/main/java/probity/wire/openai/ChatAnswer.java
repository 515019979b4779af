package probity.wire.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.Answer;
import probity.wire.Answer.ToolCall;
import probity.wire.Answer.Usage;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.Texts;
import probity.wire.Values;

/// Reads one unary answer of Chat Completions.
final class ChatAnswer {
  /// Each call gets an entry of its own, so a provider must not ask for any number; a streamed
  /// answer has the same bound.
  private static final int TOOL_CALLS_MAX = 512;

  private final PlaceReader in;
  private final List<ToolCall> toolCalls = new ArrayList<>();
  private final List<String> finishReasons = new ArrayList<>();
  private final List<Range> logprobs = new ArrayList<>();
  private Usage usage = Usage.NONE;
  private boolean choices;

  private ChatAnswer(Bytes body) {
    in = new PlaceReader(body, ChatNames.ALL);
  }

  static Answer read(Bytes body) {
    var answer = new ChatAnswer(body);
    try {
      return answer.body(body);
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
  }

  private Answer body(Bytes body) {
    in.body(this::member);
    if (!choices) throw PlaceReader.wrongShape("`choices` is missing");
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        toolCalls,
        usage,
        finishReasons,
        Texts.Spelling.JSON,
        logprobs);
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "choices" -> {
        if (in.json.next() != '[') throw PlaceReader.wrongShape("`choices` is not a list");
        choices = true;
        in.json.array(index -> choice(pointer + "/" + index, index));
      }
      case "usage" -> usage = usage(in, pointer);
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  private void choice(String pointer, int position) {
    if (in.json.next() != '{') throw PlaceReader.wrongShape("a choice is not an object");
    var message = new ChatMessage(in);
    int[] index = {position};
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "index" -> index[0] = Values.index(in, position);
        case "message" -> {
          if (in.json.next() != '{') throw PlaceReader.wrongShape("a message is not an object");
          message.read(at);
        }
        case "finish_reason" -> {
          if (in.json.isString()) finishReasons.add(in.word(Kind.OTHER, at));
          else in.any(Kind.OTHER, at);
        }
        case "logprobs" -> logprobs(in, at).ifPresent(logprobs::add);
        default -> in.any(Kind.OTHER, at);
      }
    });
    for (var call : message.calls()) {
      if (toolCalls.size() == TOOL_CALLS_MAX) {
        throw new JsonFault(BodyFault.TOO_LARGE, "more than " + TOOL_CALLS_MAX + " tool calls");
      }
      toolCalls.add(new ToolCall(index[0], call.index(), call.name(), call.arguments()));
    }
  }

  static Optional<Range> logprobs(PlaceReader in, String pointer) {
    return in.json.skippedNull() ? Optional.empty() : Optional.of(Values.logprobs(in, pointer));
  }

  static Usage usage(PlaceReader in, String pointer) {
    if (in.json.next() != '{') {
      in.any(Kind.OTHER, pointer);
      return Usage.NONE;
    }
    long[] counts = new long[3];
    in.json.object((name, start, end) -> {
      String at = in.member(pointer, name, start, end);
      switch (name) {
        case "prompt_tokens" -> counts[0] = Values.tokens(in, at);
        case "completion_tokens" -> counts[1] = Values.tokens(in, at);
        case "total_tokens" -> counts[2] = Values.tokens(in, at);
        default -> in.any(Kind.OTHER, at);
      }
    });
    return new Usage(counts[0], counts[1], counts[2]);
  }
}
