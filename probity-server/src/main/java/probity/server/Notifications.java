package probity.server;

import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.evidence.Exchange;
import probity.exchange.Facts;
import probity.gateway.Notifier;
import probity.policy.Obligation;
import probity.policy.Verdict;
import probity.webhook.Message;
import probity.webhook.Webhooks;

/// Notifications: each a line of the log, and a message to the channel's webhook where it has one.
final class Notifications implements Notifier {
  private static final Logger LOG = Logger.getLogger(Notifications.class.getName());

  private final Webhooks webhooks;
  private final UnaryOperator<String> origin;
  private final InstantSource clock;

  /// @param origin of the log in a folder
  Notifications(Webhooks webhooks, UnaryOperator<String> origin, InstantSource clock) {
    this.webhooks = webhooks;
    this.origin = origin;
    this.clock = clock;
  }

  @Override
  public void notify(
      Obligation.Notify obligation, Verdict verdict, Facts facts, Exchange exchange) {
    String record = exchange.id().text();
    LOG.log(
        Level.INFO,
        "channel `{0}`: rule `{1}`, {2} on route `{3}`, record {4}",
        new Object[] {
          obligation.channel(), obligation.rule(), verdict.word(), facts.route(), record
        });
    var decision = new Message.Event.Decision(obligation.rule(), verdict.word(), facts.route());
    post(obligation.channel(), decision, record, exchange.log());
  }

  /// Tells a channel what operators must know of the gateway itself.
  ///
  /// @param sentence ids and words of bundle and product
  /// @param record the exchange that shows it; may be empty
  /// @param log the folder of the log that has the record; may be empty
  void alert(String channel, String sentence, String record, String log) {
    LOG.log(
        Level.WARNING,
        "channel `{0}`: {1}, record {2}",
        new Object[] {channel, sentence, record.isEmpty() ? "none" : record});
    post(channel, new Message.Event.Canary(sentence), record, log);
  }

  private void post(String channel, Message.Event event, String record, String log) {
    String name = log.isEmpty() ? "" : origin.apply(log);
    webhooks.post(new Message(channel, event, record, name, clock.instant()));
  }
}
