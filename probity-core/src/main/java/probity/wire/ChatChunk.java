package probity.wire;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// What the data of one event of a streamed answer says.
public sealed interface ChatChunk {
  /// `[DONE]`: the answer is complete.
  record Done() implements ChatChunk {}

  /// The provider says that it failed.
  record Failed() implements ChatChunk {}

  /// Could not be read; `detail` says where, never what.
  record Unreadable(BodyFault fault, String detail) implements ChatChunk {}

  /// A piece of the answer: every string has its place.
  ///
  /// @param notRead how many parts were not read, by kind, as in a coverage
  /// @param pieces those places whose text goes on in later events, in the order of the bytes
  /// @param tools what the event adds to tool calls
  /// @param choices indexes of the choices that the event speaks of
  /// @param finished those of them that end here
  /// @param divisible whether the event may be sent as two, each with a part of its only piece
  record Delta(
      Bytes data,
      SortedMap<String, Integer> notRead,
      List<Place> places,
      List<Piece> pieces,
      List<ToolPart> tools,
      List<Integer> choices,
      List<Integer> finished,
      Optional<Answer.Usage> usage,
      List<Range> logprobs,
      boolean divisible)
      implements ChatChunk {
    public Delta {
      places = List.copyOf(places);
      pieces = List.copyOf(pieces);
      tools = List.copyOf(tools);
      choices = List.copyOf(choices);
      finished = List.copyOf(finished);
      logprobs = List.copyOf(logprobs);
    }

    public Texts texts() {
      return Texts.json(data, places);
    }
  }

  /// A place whose text is part of a longer one: that of a channel of a choice.
  ///
  /// @param channel a name that tells the choice's texts apart, such as `content`; it may come from
  ///   the body and never leaves the process
  record Piece(int place, int choice, String channel) {}

  /// A part of a tool call.
  ///
  /// @param index the call's place in its choice; [#FUNCTION_CALL] for the legacy form
  /// @param name the part of its name that is here, mostly all or nothing
  /// @param arguments the place of the part of its arguments that is here, or -1
  record ToolPart(int choice, int index, String name, int arguments) {
    public static final int FUNCTION_CALL = -1;
  }
}
