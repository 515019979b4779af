package probity.wire;

import java.util.List;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.exchange.Prompt;

/// A format of requests and answers: where each string of a body stands, and what the gateway may
/// put there. It holds nothing of an exchange.
public interface Format {
  /// What routes of a bundle call it.
  String name();

  /// What policy can expect of it.
  Traits traits();

  /// Reads a request.
  Prompt request(RequestHead head, Bytes body);

  /// Reads the body of a 2xx answer in one piece.
  Answer answer(Prompt asked, Bytes body);

  /// Reads the body of any other answer.
  Answer error(Bytes body);

  /// Begins to read a streamed answer; empty where an answer of this type comes in one piece.
  ///
  /// @param contentType of the answer, in lower case, without parameters
  Optional<AnswerStream> stream(Prompt asked, String contentType);

  /// The edits that put `text` behind what the model wrote for people, one for each choice that has
  /// such a text.
  List<Edit> notice(Answer.Read read, String text);

  /// How errors look to its clients.
  ErrorForm errors(Prompt asked);

  /// An answer that says a text or calls a tool, as a provider would send it.
  Canned canned(Prompt asked, Said said);

  /// Whether [#canned] gives an answer that says a text, or one that calls a `tool`.
  default boolean canSay(boolean tool) {
    return true;
  }

  /// Whether requests call tools themselves, not models in their answers.
  default boolean callsInRequests() {
    return false;
  }

  /// What requests and answers of a format can hold.
  ///
  /// @param models whether requests name a model
  /// @param tools whether requests offer tools or answers call them
  /// @param texts whether answers hold texts that a model or a server wrote
  /// @param notices whether a text can be put behind an answer
  record Traits(boolean models, boolean tools, boolean texts, boolean notices) {}

  /// @param tool empty where `text` is said
  /// @param arguments of the tool, as JSON
  record Said(String text, String tool, String arguments) {}

  record Canned(String contentType, Bytes body) {}
}
