package probity.server.review;

import static probity.server.review.Reviewer.text;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import probity.ledger.Json;
import probity.ledger.reveal.Disclosure;
import probity.ledger.statement.GrantStatement;
import probity.ledger.statement.GrantStatement.Verdict;
import probity.server.command.CommandRefused;
import probity.server.command.Installation;

/// What a reviewer decides on one record: the statement is made and signed here, and sent.
abstract class DecideCommand implements Callable<Integer> {
  private final Installation.Reader installations;
  private final Verdict verdict;

  @Parameters(paramLabel = "ID", description = "the record's id")
  private String exchange = "";

  @Mixin private Reviewer reviewer = new Reviewer();

  @Option(names = "--queue", paramLabel = "ID", description = "where the record is in several")
  private String queue = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "why; the ledger has its digest, the vault the text")
  private String reason = "";

  @Spec private @Nullable CommandSpec spec;

  private DecideCommand(Installation.Reader installations, Verdict verdict) {
    this.installations = installations;
    this.verdict = verdict;
  }

  /// `probity review grant`.
  @Command(
      name = "grant",
      description = "Lets a request through that waits: the caller may send it again, once, soon.",
      mixinStandardHelpOptions = true)
  static final class Grant extends DecideCommand {
    Grant(Installation.Reader installations) {
      super(installations, Verdict.GRANTED);
    }
  }

  /// `probity review deny`.
  @Command(
      name = "deny",
      description = "Refuses a request that waits; whoever sends it again is told so.",
      mixinStandardHelpOptions = true)
  static final class Deny extends DecideCommand {
    Deny(Installation.Reader installations) {
      super(installations, Verdict.DENIED);
    }
  }

  /// `probity review look`.
  @Command(
      name = "look",
      description = "Notes what was seen in a record of a queue for afterwards.",
      mixinStandardHelpOptions = true)
  static final class Look extends DecideCommand {
    @Option(
        names = "--finding",
        required = true,
        paramLabel = "ok|issue",
        description = "what was seen")
    private String finding = "";

    Look(Installation.Reader installations) {
      super(installations, Verdict.LOOKED);
    }

    @Override
    String finding() {
      if (finding.equals("ok") || finding.equals("issue")) return finding;
      throw new CommandRefused("`--finding " + finding + "` is not `ok` or `issue`");
    }
  }

  /// What was seen; empty where nothing is said of it.
  String finding() {
    return "";
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    String seen = finding();
    var session = reviewer.session(installations);
    var record = session.record(exchange);
    var item = item(record);
    String salt = text(item, "salt");
    if (salt.isEmpty()) {
      throw new CommandRefused("the key of the person whom the record is about is destroyed");
    }
    var statement =
        new GrantStatement(
            session.log(),
            text(record, "exchange"),
            text(record, "intent"),
            text(item, "queue"),
            verdict,
            seen,
            verdict == Verdict.GRANTED ? text(item, "grant_until") : "",
            Disclosure.of(salt, GrantStatement.REASON, reason).digest());
    spec.commandLine().getOut().println(session.decide(statement, reason));
    return 0;
  }

  /// The one item that the decision can be about.
  private Json.Obj item(Json.Obj record) {
    var fit =
        Reviewer.items(record, queue).stream()
            .filter(item -> text(item, "state").equals("waiting"))
            .filter(item -> isHeld(item) == (verdict != Verdict.LOOKED))
            .toList();
    if (fit.size() == 1) return fit.getFirst();
    String id = exchange.toUpperCase(Locale.ROOT);
    throw new CommandRefused(
        fit.isEmpty()
            ? "nothing of the record `" + id + "` waits for that"
            : "the record `" + id + "` waits in several queues; name one with `--queue`");
  }

  private static boolean isHeld(Json.Obj item) {
    return item.get("held").equals(Optional.of(Json.of(true)));
  }
}
