package probity.wire;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Place;

/// What one unit of a streamed answer says.
public sealed interface Chunk {
  /// A word that ends the answer and says nothing else, such as `[DONE]`.
  record Done() implements Chunk {}

  /// Could not be read; `detail` says where, never what.
  record Unreadable(BodyFault fault, String detail) implements Chunk {}

  /// A piece of the answer: every string has its place.
  ///
  /// Answers have choices; a format that knows one only speaks of choice 0. A choice has channels
  /// of text, which go on over many units, and tool calls. Strings that are neither are inspected
  /// where they stand, those included that repeat a channel's text.
  ///
  /// @param notRead how many parts were not read, by kind, as in a coverage
  /// @param pieces those places whose text goes on in later units, in the order of the bytes
  /// @param tools what the unit adds to tool calls
  /// @param ended channels to which nothing is added any more
  /// @param called tool calls to which nothing is added any more
  /// @param choices indexes of the choices that the unit speaks of
  /// @param finished those of them that end here, with all their channels and tool calls
  /// @param usage tokens of the whole answer, as far as the stream has told by now
  /// @param logprobs values that repeat the text token by token
  /// @param divisible whether the unit may be sent as two, each with a part of its only piece
  /// @param then how the stream goes on
  /// @param offers lists of tools on offer
  record Delta(
      Bytes data,
      SortedMap<String, Integer> notRead,
      List<Place> places,
      List<Piece> pieces,
      List<ToolPart> tools,
      List<Channel> ended,
      List<Call> called,
      List<Integer> choices,
      List<Integer> finished,
      Optional<Answer.Usage> usage,
      List<Range> logprobs,
      boolean divisible,
      Then then,
      List<Offers> offers)
      implements Chunk {
    /// Of a unit that offers no tools.
    public Delta(
        Bytes data,
        SortedMap<String, Integer> notRead,
        List<Place> places,
        List<Piece> pieces,
        List<ToolPart> tools,
        List<Channel> ended,
        List<Call> called,
        List<Integer> choices,
        List<Integer> finished,
        Optional<Answer.Usage> usage,
        List<Range> logprobs,
        boolean divisible,
        Then then) {
      this(
          data, notRead, places, pieces, tools, ended, called, choices, finished, usage, logprobs,
          divisible, then, List.of());
    }

    public Delta {
      offers = List.copyOf(offers);
      places = List.copyOf(places);
      pieces = List.copyOf(pieces);
      tools = List.copyOf(tools);
      ended = List.copyOf(ended);
      called = List.copyOf(called);
      choices = List.copyOf(choices);
      finished = List.copyOf(finished);
      logprobs = List.copyOf(logprobs);
    }

    public Texts texts() {
      return Texts.json(data, places);
    }
  }

  /// How a stream goes on after a unit.
  enum Then {
    /// With more units.
    MORE,
    /// The answer is complete with this unit.
    COMPLETE,
    /// The unit says that the provider failed: the answer ends with it and is not complete.
    FAILED
  }

  /// A text that goes on over many units.
  ///
  /// @param name tells the texts of a choice apart, such as `content`; it may come from the body
  ///   and never leaves the process
  record Channel(int choice, String name) {}

  /// A tool call.
  ///
  /// @param index tells the calls of a choice apart; [#FUNCTION_CALL] for the legacy form of Chat
  ///   Completions
  record Call(int choice, int index) {
    public static final int FUNCTION_CALL = -1;
  }

  /// A place whose text is part of a channel's.
  record Piece(int place, Channel channel) {}

  /// A part of a tool call.
  ///
  /// @param name the part of its name that is here, mostly all or nothing
  /// @param arguments the place of the part of its arguments that is here, or -1
  /// @param pointer where arguments of such calls stand, for the record
  /// @param written what a probe gets to see in place of the text at `arguments`, where that is
  ///   another
  /// @param apart whether its arguments are a text of their own, which does not go on with what the
  ///   part before it said
  record ToolPart(
      Call call,
      String name,
      int arguments,
      String pointer,
      Optional<String> written,
      boolean apart) {
    /// A part that goes on with the one before it.
    public ToolPart(
        Call call, String name, int arguments, String pointer, Optional<String> written) {
      this(call, name, arguments, pointer, written, false);
    }

    public ToolPart(Call call, String name, int arguments, String pointer) {
      this(call, name, arguments, pointer, Optional.empty());
    }
  }
}
