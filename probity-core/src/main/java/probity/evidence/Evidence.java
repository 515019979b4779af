package probity.evidence;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import probity.ledger.Entry;
import probity.ledger.Json;

/// Writes what happens in an exchange, before it happens (P1): the intent before anything leaves, a
/// step before a tool call goes to the client, the outcome before the last byte does.
///
/// `done` runs on `home`, where the exchange lives. Nothing here blocks.
public final class Evidence {
  private final Journal journal;
  private final Subjects vault;

  public Evidence(Journal journal, Subjects vault) {
    this.journal = journal;
    this.vault = vault;
  }

  /// Records the intent.
  public void open(Exchange exchange, Request request, Executor home, Consumer<Opening> done) {
    vault.find(
        exchange.subject(),
        home,
        found -> {
          switch (found) {
            case Subjects.Found.Key(var key) ->
                journal.append(
                    intent(exchange, request, key),
                    home,
                    appended -> done.accept(opening(exchange, request, key, appended)));
            case Subjects.Found.Unavailable(_) ->
                done.accept(new Opening.Failed("vault-unavailable"));
          }
        });
  }

  private Draft intent(Exchange exchange, Request request, SubjectKey key) {
    Json.Obj body = Records.intent(exchange, request, key, new Withheld(key, vault, exchange));
    return new Draft(exchange.log(), "intent", body);
  }

  private static Opening opening(
      Exchange exchange, Request request, SubjectKey key, Appended appended) {
    return switch (appended) {
      case Appended.Durable(var leaf, _, _, var time, var receipt) ->
          new Opening.Done(new Opened(exchange, request.facts(), key, leaf, time, receipt));
      case Appended.Unwritable(var reason, _) -> new Opening.Failed(reason);
    };
  }

  /// Records the decision on a tool call.
  public void step(Opened opened, ToolStep step, Executor home, Consumer<Appended> done) {
    var withheld = new Withheld(opened.key(), vault, opened.exchange());
    journal.append(
        new Draft(opened.exchange().log(), "step", Records.step(opened, step, withheld)),
        home,
        done);
  }

  /// The outcome of an intent that a crash left open, for the log that the intent stands in.
  public static Draft interrupted(Entry intent) {
    String folder = intent.log().substring(intent.log().lastIndexOf('/') + 1);
    return new Draft(folder, "outcome", Records.interrupted(intent));
  }

  /// Records the end. Where what was found takes more than an entry has room for, the end is
  /// recorded without it: an intent without an outcome would say less.
  public void close(Opened opened, Outcome outcome, Executor home, Consumer<Appended> done) {
    append(
        opened,
        outcome,
        home,
        appended -> {
          if (appended instanceof Appended.Unwritable(var reason, _)
              && reason.equals(Appended.TOO_LARGE)) {
            append(opened, outcome.withoutFindings(), home, done);
          } else {
            done.accept(appended);
          }
        });
  }

  private void append(Opened opened, Outcome outcome, Executor home, Consumer<Appended> done) {
    var withheld = new Withheld(opened.key(), vault, opened.exchange());
    journal.append(
        new Draft(opened.exchange().log(), "outcome", Records.outcome(opened, outcome, withheld)),
        home,
        done);
  }
}
