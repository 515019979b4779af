package probity.server;

import java.util.logging.Level;
import java.util.logging.Logger;
import probity.exchange.Facts;
import probity.gateway.Notifier;
import probity.policy.Obligation;
import probity.policy.Verdict;

/// Notifications as lines of the log.
final class LoggedNotifications implements Notifier {
  private static final Logger LOG = Logger.getLogger(LoggedNotifications.class.getName());

  @Override
  public void notify(Obligation.Notify obligation, Verdict verdict, Facts facts, String record) {
    LOG.log(
        Level.INFO,
        "channel `{0}`: rule `{1}`, {2} on route `{3}`, record {4}",
        new Object[] {
          obligation.channel(), obligation.rule(), verdict.word(), facts.route(), record
        });
  }

  /// Tells a channel what operators must know of the gateway itself.
  ///
  /// @param sentence ids and words of bundle and product
  /// @param record the exchange that shows it; may be empty
  void alert(String channel, String sentence, String record) {
    LOG.log(
        Level.WARNING,
        "channel `{0}`: {1}, record {2}",
        new Object[] {channel, sentence, record.isEmpty() ? "none" : record});
  }
}
