package probity.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Finding;
import probity.exchange.Place;

/// What a provider answered in one piece, as far as its bytes could be read.
public sealed interface Answer {
  Bytes body();

  /// Read: every string has its place.
  ///
  /// @param places in the order of the bytes
  /// @param finishReasons as the provider wrote them, in the order of the bytes
  /// @param logprobs values that repeat the text token by token, so that a mask has to take them
  ///   away
  /// @param offers lists of tools on offer
  record Read(
      Bytes body,
      Coverage coverage,
      List<Place> places,
      List<ToolCall> toolCalls,
      Usage usage,
      List<String> finishReasons,
      Texts.Spelling spelling,
      List<Range> logprobs,
      List<Offers> offers)
      implements Answer {
    /// Of an answer that offers no tools.
    public Read(
        Bytes body,
        Coverage coverage,
        List<Place> places,
        List<ToolCall> toolCalls,
        Usage usage,
        List<String> finishReasons,
        Texts.Spelling spelling,
        List<Range> logprobs) {
      this(body, coverage, places, toolCalls, usage, finishReasons, spelling, logprobs, List.of());
    }

    public Read {
      offers = List.copyOf(offers);
      places = List.copyOf(places);
      toolCalls = List.copyOf(toolCalls);
      finishReasons = List.copyOf(finishReasons);
      logprobs = List.copyOf(logprobs);
    }

    public Texts texts() {
      return new Texts(body, places, spelling);
    }

    /// The arguments of one of its tool calls, as the model wrote them.
    public List<String> arguments(ToolCall call) {
      return call.whole().isEmpty()
          ? call.places().stream().map(texts()::text).toList()
          : List.of(call.whole());
    }

    /// The body with a mask in the place of each finding, and without log probabilities, which
    /// would give the masked text away; and with `notice` behind what the model wrote, where there
    /// is one.
    public Bytes altered(List<Finding> findings, List<Edit> notice) {
      return altered(findings, List.of(), notice, List.of());
    }

    /// The same with other texts replaced, of which log probabilities would tell something else,
    /// and without the bytes of `cut`, whatever is to be replaced in them.
    ///
    /// @param replaced edits that touch no finding
    public Bytes altered(
        List<Finding> findings, List<Edit> replaced, List<Edit> notice, List<Range> cut) {
      if (findings.isEmpty() && replaced.isEmpty() && notice.isEmpty() && cut.isEmpty()) {
        return body;
      }
      var edits = new ArrayList<>(Splice.edits(texts(), findings));
      edits.addAll(replaced);
      edits.addAll(notice);
      edits.sort(Comparator.comparingInt(Edit::from));
      boolean said = findings.isEmpty() && replaced.isEmpty();
      return Splice.edit(body, Splice.cut(cut, said ? edits : Splice.without(logprobs, edits)));
    }
  }

  /// Could not be read; `detail` says where, never what.
  record Unreadable(Bytes body, BodyFault fault, String detail) implements Answer {}

  /// A tool that the model asks for.
  ///
  /// @param choice the choice that asks
  /// @param index its place among the choice's tool calls; -1 for the legacy `function_call`
  /// @param places indexes of the places that hold its arguments
  /// @param whole its arguments as the JSON that they are; empty where they are the text of places
  record ToolCall(int choice, int index, String name, List<Integer> places, String whole) {
    /// Of one whose arguments are texts.
    public ToolCall(int choice, int index, String name, List<Integer> places) {
      this(choice, index, name, places, "");
    }

    public ToolCall {
      places = List.copyOf(places);
    }
  }

  /// Tokens, as the provider counts them; 0 where it does not say.
  record Usage(long prompt, long completion, long total) {
    public static final Usage NONE = new Usage(0, 0, 0);
  }
}
