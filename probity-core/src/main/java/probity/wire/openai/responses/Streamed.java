package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import probity.wire.Chunk.Call;
import probity.wire.Chunk.Channel;
import probity.wire.Chunk.Delta;
import probity.wire.Chunk.Piece;
import probity.wire.Chunk.Then;
import probity.wire.Chunk.ToolPart;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.Texts;

/// What a stream has said so far, and what one more event adds to that.
///
/// Later events repeat what earlier ones streamed. A repeat that differs leaves the stream
/// unreadable: clients would not agree on what was said, or on what a tool was called with.
final class Streamed {
  /// The answer's one choice.
  private static final int CHOICE = 0;

  private final Map<Channel, Joined> texts = new HashMap<>();
  private final Map<Integer, Called> calls = new HashMap<>();

  /// A tool call, by the position of its item.
  private static final class Called {
    private String name = "";
    private final Joined arguments = new Joined();
    private boolean complete;
  }

  /// Reads one event. After a [probity.wire.JsonFault] nothing more may be read.
  Delta add(ResponsesEvent event, Then then) {
    return new Adding(event, then).delta();
  }

  private final class Adding {
    private final ResponsesEvent event;
    private final Then then;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<ToolPart> tools = new ArrayList<>();
    private final List<Channel> ended = new ArrayList<>();
    private final TreeSet<Integer> called = new TreeSet<>();
    private final List<Range> logprobs = new ArrayList<>();

    Adding(ResponsesEvent event, Then then) {
      this.event = event;
      this.then = then;
    }

    Delta delta() {
      String type = event.type();
      Streaming.delta(type).ifPresentOrElse(this::piece, this::unknownPiece);
      Streaming.done(type).ifPresent(this::repeat);
      event.logprobs().ifPresent(logprobs::add);
      logprobs.addAll(event.part().logprobs());
      if (type.endsWith("part.done")) part(type);
      boolean whole = !type.equals("response.output_item.added");
      event.item().ifPresent(item -> item(item, event.index("output_index"), whole));
      event
          .response()
          .ifPresent(response -> {
            for (int i = 0; i < response.output().size(); i++) {
              item(response.output().get(i), i, true);
            }
          });
      return new Delta(
          event.data,
          event.in.notRead(),
          event.in.places,
          pieces,
          tools,
          ended,
          called.stream().map(index -> new Call(CHOICE, index)).toList(),
          List.of(CHOICE),
          then == Then.COMPLETE ? List.of(CHOICE) : List.of(),
          event.response().flatMap(ResponseObject::usage),
          logprobs,
          false,
          then);
    }

    private Channel channel(int item, String name) {
      return new Channel(CHOICE, item + "/" + name);
    }

    private String text(int place) {
      return Texts.text(event.data, event.in.places.get(place));
    }

    private void piece(Streaming streaming) {
      int item = event.index("output_index");
      if (event.text("delta").isEmpty()) throw PlaceReader.wrongShape("a `delta` is not a string");
      int place = event.text("delta").getAsInt();
      event.in.settle(List.of(place), streaming.kind);
      if (streaming.call()) {
        Called call = calls.computeIfAbsent(item, _ -> new Called());
        call.arguments.add(text(place));
        tools.add(new ToolPart(new Call(CHOICE, item), "", place, pointer(streaming.repeat)));
        return;
      }
      Channel channel = channel(item, streaming.name(event));
      texts.computeIfAbsent(channel, _ -> new Joined()).add(text(place));
      pieces.add(new Piece(place, channel));
    }

    /// A text of an event that nobody knows may well go on in others of its type, and so may each
    /// string of a `delta` that is an object.
    private void unknownPiece() {
      var in = new ArrayList<>(event.deltas());
      event.text("delta").ifPresent(in::add);
      for (int place : in) {
        String name =
            String.join(
                "/",
                event.type() + event.in.places.get(place).pointer(),
                Integer.toString(event.index("content_index")),
                Integer.toString(event.index("summary_index")),
                Integer.toString(event.index("command_index")));
        pieces.add(new Piece(place, channel(event.index("output_index"), name)));
      }
    }

    private void repeat(Streaming streaming) {
      int item = event.index("output_index");
      if (event.text(streaming.repeat).isEmpty()) {
        // Documented without the transcript.
        if (streaming == Streaming.TRANSCRIPT) return;
        throw PlaceReader.wrongShape("a text is not repeated as a string");
      }
      int place = event.text(streaming.repeat).getAsInt();
      event.in.settle(List.of(place), streaming.kind);
      if (streaming.call()) call(item, event.name(), List.of(place), pointer(streaming.repeat));
      else repeat(channel(item, streaming.name(event)), place);
    }

    private void repeat(Channel channel, int place) {
      Joined streamed = texts.get(channel);
      if (streamed == null) return;
      streamed.repeated(text(place));
      ended.add(channel);
    }

    private void part(String type) {
      int item = event.index("output_index");
      for (var text : event.part().texts()) {
        String field = text.name().substring(0, text.name().indexOf('/'));
        String name =
            type.contains("summary")
                ? "summary/" + event.index("summary_index")
                : (field.equals("part") ? "content" : field) + "/" + event.index("content_index");
        repeat(channel(item, name), text.place());
      }
    }

    /// @param whole whether nothing is added to the item any more
    private void item(Item item, int index, boolean whole) {
      logprobs.addAll(item.logprobs());
      if (whole) {
        for (var text : item.texts()) repeat(channel(index, text.name()), text.place());
      }
      if (!item.calls()) {
        if (calls.containsKey(index)) {
          throw PlaceReader.wrongShape("what was a tool call is another item");
        }
        return;
      }
      String pointer = pointer(item.named() ? "arguments" : "action");
      // What is to be done while it is still being written is in no way final.
      var arguments = whole || item.named() ? item.arguments() : List.<Integer>of();
      if (then == Then.FAILED) {
        // Whether the call was allowed is not known here. As one more part of it, it is not let
        // through.
        part(new Call(CHOICE, index), item.name(), arguments, pointer);
      } else if (whole) {
        call(index, item.name(), arguments, pointer).complete = true;
        called.add(index);
      } else begin(index, item.name(), arguments, pointer);
    }

    private void begin(int index, String name, List<Integer> arguments, String pointer) {
      if (calls.containsKey(index)) throw PlaceReader.wrongShape("a tool call begins twice");
      var call = new Called();
      calls.put(index, call);
      call.name = name;
      arguments.forEach(place -> call.arguments.add(text(place)));
      part(new Call(CHOICE, index), name, arguments, pointer);
    }

    /// A tool call as it is when nothing is added to its arguments any more.
    private Called call(int index, String name, List<Integer> arguments, String pointer) {
      Called call = calls.computeIfAbsent(index, _ -> new Called());
      if (!call.name.isEmpty() && !name.isEmpty() && !call.name.equals(name)) {
        throw PlaceReader.wrongShape("the name of a tool call differs from what was streamed");
      }
      boolean renamed = call.name.isEmpty() && !name.isEmpty();
      if (renamed && call.complete) {
        throw PlaceReader.wrongShape("a tool call gets its name when it is complete");
      }
      if (renamed) call.name = name;
      var joined = new StringBuilder();
      arguments.forEach(place -> joined.append(text(place)));
      boolean added = call.arguments.isEmpty() && !call.complete;
      if (added) call.arguments.add(joined.toString());
      call.arguments.repeated(joined.toString());
      if (added || renamed) {
        part(new Call(CHOICE, index), renamed ? name : "", added ? arguments : List.of(), pointer);
      }
      return call;
    }

    private void part(Call call, String name, List<Integer> arguments, String pointer) {
      if (arguments.isEmpty()) {
        tools.add(new ToolPart(call, name, -1, pointer));
        return;
      }
      for (int i = 0; i < arguments.size(); i++) {
        tools.add(
            new ToolPart(
                call, i == 0 ? name : "", arguments.get(i), pointer, Optional.empty(), i > 0));
      }
    }

    private String pointer(String member) {
      return "/output/*/" + member;
    }
  }
}
