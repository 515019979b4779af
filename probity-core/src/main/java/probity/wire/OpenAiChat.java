package probity.wire;

import java.util.List;
import probity.exchange.Bytes;
import probity.exchange.Place;
import probity.exchange.Prompt;

/// OpenAI Chat Completions, in one piece: requests, answers and errors. [OpenAiChatStream] reads
/// streamed answers.
public final class OpenAiChat {
  private OpenAiChat() {}

  /// Reads a request: an object with `messages` and a `model`.
  public static Prompt request(Bytes body) {
    return ChatRequest.read(body);
  }

  /// Reads the body of a 2xx answer: an object with `choices`.
  public static Answer answer(Bytes body) {
    return ChatAnswer.read(body);
  }

  /// Reads the body of any other answer: JSON of whatever shape.
  public static Answer error(Bytes body) {
    var in = new PlaceReader(body, ChatNames.ALL);
    try {
      in.any(Place.Kind.OTHER, "");
      in.json.end();
    } catch (JsonFault fault) {
      return new Answer.Unreadable(body, fault.fault, fault.detail);
    }
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        List.of(),
        Answer.Usage.NONE,
        List.of(),
        Texts.Spelling.JSON,
        List.of());
  }
}
