package probity.exchange;

import java.util.List;
import java.util.Optional;

/// What a request asks of a model, as far as its bytes could be read. The bytes stay as they came.
public sealed interface Prompt {
  Bytes body();

  Coverage coverage();

  /// Whether it asks for an answer in pieces.
  default boolean streams() {
    return this instanceof Read read && read.stream;
  }

  /// The same with another coverage, for what was not read outside of the body.
  default Prompt with(Coverage other) {
    return switch (this) {
      case Read read ->
          new Read(
              read.body,
              other,
              read.model,
              read.stream,
              read.messages,
              read.maxTokens,
              read.places,
              read.tools,
              read.calls,
              read.documents,
              read.person);
      case Opaque(var body, _) -> new Opaque(body, other);
      case Unreadable(var body, _, var fault, var detail) ->
          new Unreadable(body, other, fault, detail);
    };
  }

  /// Read: every string of the body has its place.
  ///
  /// @param model as the application wrote it; empty when it names none
  /// @param places in the order of the bytes
  /// @param tools names of the tools on offer, or called, as the application wrote them
  /// @param calls tool calls that the request itself makes, in the order of the bytes
  /// @param documents what it says of the documents that stand in it
  /// @param person who the application says it acts for (`user`, `safety_identifier`)
  /// @param maxTokens the asked bound on the answer, 0 when none is asked
  record Read(
      Bytes body,
      Coverage coverage,
      String model,
      boolean stream,
      int messages,
      long maxTokens,
      List<Place> places,
      List<String> tools,
      List<ToolCall> calls,
      Documents documents,
      Optional<String> person)
      implements Prompt {
    public Read {
      places = List.copyOf(places);
      tools = List.copyOf(tools);
      calls = List.copyOf(calls);
    }

    /// Of a request that calls no tool itself and says nothing of documents.
    public Read(
        Bytes body,
        Coverage coverage,
        String model,
        boolean stream,
        int messages,
        long maxTokens,
        List<Place> places,
        List<String> tools,
        Optional<String> person) {
      this(
          body,
          coverage,
          model,
          stream,
          messages,
          maxTokens,
          places,
          tools,
          List.of(),
          Documents.NONE,
          person);
    }

    /// The same, asked in one piece.
    public Read unstreamed() {
      return new Read(
          body, coverage, model, false, messages, maxTokens, places, tools, calls, documents,
          person);
    }
  }

  /// What a request says of the documents that stand in it, as the application wrote it.
  ///
  /// @param blocks for each block that is a document, or a link to one: its names, the most exact
  ///   first, such as an address and a title
  /// @param asked for each call of a tool that has a result: the texts with which the tool was
  ///   called, of which one may name the document that the result is
  /// @param arguments the same for calls whose arguments are JSON in a text, which is not read yet
  record Documents(List<List<String>> blocks, List<List<String>> asked, List<String> arguments) {
    public static final Documents NONE = new Documents(List.of(), List.of(), List.of());

    public Documents {
      blocks = blocks.stream().map(List::copyOf).toList();
      asked = asked.stream().map(List::copyOf).toList();
      arguments = List.copyOf(arguments);
    }
  }

  /// A tool that a request calls.
  ///
  /// @param places indexes of the places that hold its arguments
  /// @param whole its arguments as JSON, with no more escapes than they need
  record ToolCall(String name, List<Integer> places, String whole) {
    public ToolCall {
      places = List.copyOf(places);
    }
  }

  /// Not looked into, because the route says so or there is no body.
  record Opaque(Bytes body, Coverage coverage) implements Prompt {}

  /// Could not be read; `detail` says where, never what.
  record Unreadable(Bytes body, Coverage coverage, BodyFault fault, String detail)
      implements Prompt {}
}
