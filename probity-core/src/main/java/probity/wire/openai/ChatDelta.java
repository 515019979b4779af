package probity.wire.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import probity.exchange.Bytes;
import probity.exchange.Place.Kind;
import probity.wire.Answer.Usage;
import probity.wire.Chunk;
import probity.wire.Chunk.Call;
import probity.wire.Chunk.Channel;
import probity.wire.Chunk.Piece;
import probity.wire.Chunk.ToolPart;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.Values;

/// Reads one `chat.completion.chunk`.
final class ChatDelta {
  /// Where the arguments of a tool call stand once its pieces are put together.
  private static final String ARGUMENTS = "/choices/*/delta/tool_calls/*/function/arguments";

  private final PlaceReader in;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<ToolPart> tools = new ArrayList<>();
  private final TreeSet<Integer> choices = new TreeSet<>();
  private final TreeSet<Integer> finished = new TreeSet<>();
  private final List<Range> logprobs = new ArrayList<>();
  private Optional<Usage> usage = Optional.empty();
  private boolean failed;
  private int deltaMembers;
  private final Calls calls;

  /// Which tool calls are complete.
  interface Calls {
    /// @param adds calls that the chunk adds to, in the order of the bytes
    /// @param finished choices that end with it
    List<Call> complete(List<Call> adds, List<Integer> finished);
  }

  private ChatDelta(Bytes data, boolean failed, Calls calls) {
    in = new PlaceReader(data, ChatNames.ALL);
    this.failed = failed;
    this.calls = calls;
  }

  /// @param failed whether the event is one of an error by its name
  static Chunk read(Bytes data, boolean failed, Calls calls) {
    try {
      return new ChatDelta(data, failed, calls).chunk(data);
    } catch (JsonFault fault) {
      return fault.chunk();
    }
  }

  private Chunk chunk(Bytes data) {
    in.body(this::member);
    boolean divisible =
        pieces.size() == 1
            && deltaMembers == 1
            && choices.size() == 1
            && tools.isEmpty()
            && finished.isEmpty()
            && usage.isEmpty()
            && logprobs.isEmpty();
    return new Chunk.Delta(
        data,
        in.notRead(),
        in.places,
        pieces,
        tools,
        List.of(),
        calls.complete(tools.stream().map(ToolPart::call).toList(), List.copyOf(finished)),
        List.copyOf(choices),
        List.copyOf(finished),
        usage,
        logprobs,
        divisible,
        failed ? Chunk.Then.FAILED : Chunk.Then.MORE);
  }

  private void member(String name, String pointer) {
    switch (name) {
      case "choices" -> {
        if (in.json.skippedNull()) return;
        if (in.json.next() != '[') throw PlaceReader.wrongShape("`choices` is not a list");
        in.json.array(index -> new Choice(index).read(pointer + "/" + index));
      }
      case "usage" -> {
        if (in.json.skippedNull()) return;
        usage = Optional.of(ChatAnswer.usage(in, pointer));
      }
      case "error" -> {
        if (in.json.skippedNull()) return;
        failed = true;
        in.any(Kind.OTHER, pointer);
      }
      default -> in.any(Kind.OTHER, pointer);
    }
  }

  /// One item of `choices`. Its index may stand after its texts.
  private final class Choice {
    private int index;
    private boolean ends;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<ToolPart> tools = new ArrayList<>();

    Choice(int position) {
      index = position;
    }

    void read(String pointer) {
      if (in.json.next() != '{') throw PlaceReader.wrongShape("a choice is not an object");
      in.json.object((name, start, end) -> member(name, in.member(pointer, name, start, end)));
      choices.add(index);
      if (ends) finished.add(index);
      for (Piece piece : pieces) {
        ChatDelta.this.pieces.add(
            new Piece(piece.place(), new Channel(index, piece.channel().name())));
      }
      for (ToolPart tool : tools) {
        ChatDelta.this.tools.add(
            new ToolPart(
                new Call(index, tool.call().index()),
                tool.name(),
                tool.arguments(),
                tool.pointer()));
      }
    }

    private void member(String name, String pointer) {
      switch (name) {
        case "index" -> index = Values.index(in, index);
        case "finish_reason" -> {
          if (in.json.skippedNull()) return;
          ends = true;
          in.any(Kind.OTHER, pointer);
        }
        case "logprobs" -> ChatAnswer.logprobs(in, pointer).ifPresent(logprobs::add);
        case "text" -> piece("text", pointer);
        case "delta" -> {
          if (in.json.skippedNull()) return;
          if (in.json.next() != '{') throw PlaceReader.wrongShape("a delta is not an object");
          in.json.object(
              (member, start, end) -> delta(member, in.member(pointer, member, start, end)));
        }
        default -> in.any(Kind.OTHER, pointer);
      }
    }

    private void delta(String name, String pointer) {
      deltaMembers++;
      switch (name) {
        case "role" -> in.any(Kind.OTHER, pointer);
        case "tool_calls" -> {
          if (in.json.skippedNull()) return;
          if (in.json.next() != '[') throw PlaceReader.wrongShape("`tool_calls` is not a list");
          in.json.array(position -> tool(position, pointer + "/" + position));
        }
        case "function_call" -> {
          if (!in.json.skippedNull()) tool(Call.FUNCTION_CALL, pointer);
        }
        case "audio" -> {
          if (in.json.skippedNull()) return;
          in.countNotRead("audio");
          parts(name, pointer);
        }
        default -> parts(name, pointer);
      }
    }

    /// A string is a piece; so are the texts of parts.
    private void parts(String channel, String pointer) {
      switch (in.json.next()) {
        case '"' -> piece(channel, pointer);
        case '[' -> in.items(pointer, item -> parts(channel, item));
        case '{' ->
            in.json.object((name, start, end) -> {
              String at = in.member(pointer, name, start, end);
              switch (name) {
                case "text", "summary", "thinking", "transcript", "refusal" ->
                    parts(channel + "/" + name, at);
                case "data" -> {
                  if (channel.equals("audio")) in.unread(at);
                  else parts(channel + "/" + name, at);
                }
                default -> in.any(Kind.OTHER, at);
              }
            });
        default -> in.json.scalar();
      }
    }

    private void piece(String channel, String pointer) {
      if (in.json.isString()) {
        pieces.add(new Piece(in.string(Kind.ASSISTANT, pointer), new Channel(0, channel)));
      } else in.any(Kind.ASSISTANT, pointer);
    }

    private void tool(int position, String pointer) {
      if (in.json.next() != '{') throw PlaceReader.wrongShape("a tool call is not an object");
      var part = new Part(position);
      in.json.object((name, start, end) -> part.member(name, in.member(pointer, name, start, end)));
      tools.add(new ToolPart(new Call(0, part.index), part.name, part.arguments, ARGUMENTS));
    }
  }

  /// One item of `tool_calls`, or a `function_call`.
  private final class Part {
    private int index;
    private String name = "";
    private int arguments = -1;

    Part(int position) {
      index = position;
    }

    void member(String member, String pointer) {
      switch (member) {
        case "index" -> index = Values.index(in, index);
        case "name" -> name = in.word(Kind.OTHER, pointer);
        case "arguments", "input" -> {
          if (in.json.skippedNull()) return;
          if (!in.json.isString() || arguments >= 0) {
            throw PlaceReader.wrongShape("`arguments` is not one string");
          }
          arguments = in.string(Kind.TOOL_ARGUMENTS, pointer);
        }
        case "function", "custom" -> {
          if (in.json.skippedNull()) return;
          in.json.object(
              (inner, start, end) -> member(inner, in.member(pointer, inner, start, end)));
        }
        default -> in.any(Kind.OTHER, pointer);
      }
    }
  }
}
