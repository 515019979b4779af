package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.List;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;
import probity.wire.Answer;
import probity.wire.Answer.ToolCall;
import probity.wire.Answer.Usage;
import probity.wire.JsonFault;
import probity.wire.PlaceReader;
import probity.wire.Range;
import probity.wire.Texts;

/// Reads one answer of the Responses API in one piece.
final class ResponsesAnswer {
  /// Each call gets an entry of its own, so a provider must not ask for any number; a streamed
  /// answer has the same bound.
  private static final int TOOL_CALLS_MAX = 512;

  private ResponsesAnswer() {}

  static Answer read(Bytes body) {
    try {
      return body(body);
    } catch (JsonFault fault) {
      return fault.answer(body);
    }
  }

  private static Answer body(Bytes body) {
    var in = new PlaceReader(body, ResponsesNames.ALL);
    var response = new ResponseObject(in);
    in.body(() -> response.read(""));
    if (!response.hasOutput()) throw PlaceReader.wrongShape("`output` is missing");
    var calls = new ArrayList<ToolCall>();
    var logprobs = new ArrayList<Range>();
    for (int index = 0; index < response.output().size(); index++) {
      Item item = response.output().get(index);
      logprobs.addAll(item.logprobs());
      if (item.calls()) calls.add(new ToolCall(0, index, item.name(), item.arguments()));
    }
    if (calls.size() > TOOL_CALLS_MAX) {
      throw new JsonFault(BodyFault.TOO_LARGE, "more than " + TOOL_CALLS_MAX + " tool calls");
    }
    return new Answer.Read(
        body,
        in.coverage(),
        in.places,
        calls,
        response.usage().orElse(Usage.NONE),
        response.status().isEmpty() ? List.of() : List.of(response.status()),
        Texts.Spelling.JSON,
        logprobs);
  }
}
