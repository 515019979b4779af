package probity.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import probity.evidence.Seen;
import probity.exchange.Facts;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.policy.RequestFacts;
import probity.policy.Verdict;
import probity.wire.Texts;

/// Decides on the tool calls that a request itself makes, each by the rules on tool calls, and each
/// on record before anything leaves.
final class RequestedTools {
  private final Asked asked;
  private final Prompt.Read prompt;
  private final LiveExchange exchange;
  private final Runnable permitted;
  private final Consumer<Refusal> refused;

  private RequestedTools(
      Asked asked,
      Prompt.Read prompt,
      LiveExchange exchange,
      Runnable permitted,
      Consumer<Refusal> refused) {
    this.asked = asked;
    this.prompt = prompt;
    this.exchange = exchange;
    this.permitted = permitted;
    this.refused = refused;
  }

  /// Runs `permitted` once all calls are, or `refused` with the first that is not.
  static void decide(
      Asked asked, LiveExchange exchange, Runnable permitted, Consumer<Refusal> refused) {
    if (asked.reading().prompt() instanceof Prompt.Read prompt && !prompt.calls().isEmpty()) {
      new RequestedTools(asked, prompt, exchange, permitted, refused)
          .decide(new ArrayDeque<>(prompt.calls()));
    } else {
      permitted.run();
    }
  }

  private void decide(Queue<Prompt.ToolCall> calls) {
    var call = calls.poll();
    if (call == null) {
      permitted.run();
      return;
    }
    var inside =
        asked.reading().findings().stream()
            .filter(finding -> call.places().contains(finding.place()))
            .toList();
    exchange.tool(
        new LiveExchange.ToolCall(
            call.name(),
            RequestFacts.labels(inside),
            exchange.bundle().probes(Facts.Phase.TOOL, texts(call), place -> text(place, call)),
            Seen.of(inside, prompt.places())),
        verdict -> {
          switch (verdict) {
            case Verdict.Permit() -> decide(calls);
            case Verdict.Refuse refuse -> refused.accept(exchange.refusal(refuse));
          }
        });
  }

  private static final Place WHOLE = new Place(Place.Kind.TOOL_ARGUMENTS, "", 0, 0);

  /// The arguments as JSON, as a model writes them, and each string in them by itself.
  private List<Place> texts(Prompt.ToolCall call) {
    var texts = new ArrayList<Place>();
    texts.add(WHOLE);
    call.places().forEach(place -> texts.add(prompt.places().get(place)));
    return texts;
  }

  private String text(Place place, Prompt.ToolCall call) {
    return place.equals(WHOLE) ? call.whole() : Texts.text(prompt.body(), place);
  }
}
