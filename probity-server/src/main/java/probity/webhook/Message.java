package probity.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import probity.ledger.Json;

/// One notification: ids and words of bundle, configuration and product, never content.
///
/// @param record the exchange's id; empty where there is none
/// @param log the origin of the log that has the record; empty where there is none
/// @param at when there was something to tell of
public record Message(String channel, Event event, String record, String log, Instant at) {

  /// What is told of.
  public sealed interface Event {
    /// The rule `rule` asked for the notification.
    ///
    /// @param verdict of the decision: `permit` or `refuse`
    record Decision(String rule, String verdict, String route) implements Event {}

    /// A canary was missed, or had no result.
    record Canary(String sentence) implements Event {}
  }

  /// The body that is posted; the same for every attempt.
  byte[] body() {
    var data = Json.object().put("channel", channel).put("record", record).put("log", log);
    String type =
        switch (event) {
          case Event.Decision(var rule, var verdict, var route) -> {
            data.put("rule", rule).put("verdict", verdict).put("route", route);
            yield "decision";
          }
          case Event.Canary(var sentence) -> {
            data.put("sentence", sentence);
            yield "canary";
          }
        };
    return Json.object()
        .put("type", type)
        .put("timestamp", at.toString())
        .put("data", data.build())
        .build()
        .canonical()
        .getBytes(StandardCharsets.UTF_8);
  }
}
