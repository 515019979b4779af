package probity.gateway;

import java.util.List;
import java.util.function.Consumer;
import probity.evidence.Seen;
import probity.exchange.Prompt;
import probity.policy.RequestFacts;

/// Decides on the tool calls that a request itself makes, each by the rules on tool calls, and each
/// on record before anything leaves.
final class RequestedTools {
  private final Reading reading;
  private final Prompt.Read prompt;
  private final LiveExchange exchange;

  private RequestedTools(Reading reading, Prompt.Read prompt, LiveExchange exchange) {
    this.reading = reading;
    this.prompt = prompt;
    this.exchange = exchange;
  }

  /// Runs `permitted` once all calls are, or `refused` with the first that is not.
  static void decide(
      Reading reading, LiveExchange exchange, Runnable permitted, Consumer<Refusal> refused) {
    if (reading.prompt() instanceof Prompt.Read prompt) {
      var tools = new RequestedTools(reading, prompt, exchange);
      exchange.tools(prompt.calls().stream().map(tools::called).iterator(), permitted, refused);
    } else {
      permitted.run();
    }
  }

  private LiveExchange.ToolCall called(Prompt.ToolCall call) {
    var inside =
        reading.findings().stream()
            .filter(finding -> call.places().contains(finding.place()))
            .toList();
    return new LiveExchange.ToolCall(
        call.name(),
        RequestFacts.labels(inside),
        exchange.bundle().argumentProbes(List.of(call.whole())),
        Seen.of(inside, prompt.places()));
  }
}
