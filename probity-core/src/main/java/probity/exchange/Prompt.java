package probity.exchange;

import java.util.List;
import java.util.Optional;

/// What a request asks of a model, as far as its bytes could be read. The bytes stay as they came.
public sealed interface Prompt {
  Bytes body();

  Coverage coverage();

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
  /// @param tools names of the tools on offer, as the application wrote them
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
      Optional<String> person)
      implements Prompt {
    public Read {
      places = List.copyOf(places);
      tools = List.copyOf(tools);
    }

    /// The same, asked in one piece.
    public Read unstreamed() {
      return new Read(body, coverage, model, false, messages, maxTokens, places, tools, person);
    }
  }

  /// Not looked into, because the route says so or there is no body.
  record Opaque(Bytes body, Coverage coverage) implements Prompt {}

  /// Could not be read; `detail` says where, never what.
  record Unreadable(Bytes body, Coverage coverage, BodyFault fault, String detail)
      implements Prompt {}
}
