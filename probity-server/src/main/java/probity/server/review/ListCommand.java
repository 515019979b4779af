package probity.server.review;

import static probity.server.review.Reviewer.text;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import probity.ledger.Json;
import probity.server.command.Installation;

/// `probity review list`: what waits in the reviewer's queues.
@Command(
    name = "list",
    description = "Lists what waits in the queues of the reviewer's roles, oldest first.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Mixin private Reviewer reviewer = new Reviewer();

  @Option(names = "--queue", paramLabel = "ID", description = "of this queue alone")
  private String queue = "";

  @Option(names = "--all", description = "also what was decided and is not over yet")
  private boolean all;

  @Spec private @Nullable CommandSpec spec;

  ListCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    var list = reviewer.session(installations).get("/v1/reviews");
    List<Json.Obj> items =
        Reviewer.items(list, queue).stream()
            .filter(item -> all || text(item, "state").equals("waiting"))
            .toList();
    for (Json.Obj item : items) out.println(line(item));
    if (items.isEmpty()) out.println("nothing waits");
    tell(out, list, "omitted", "more are not listed here");
    tell(
        out,
        list,
        "unlisted",
        "records found no room in the lists since the gateway started; the ledger has them");
    tell(out, list, "content_dropped", "parts of content were not kept since the gateway started");
    out.flush();
    return 0;
  }

  private static String line(Json.Obj item) {
    boolean held = item.get("held").equals(java.util.Optional.of(Json.of(true)));
    String state =
        text(item, "state").equals("waiting")
            ? (held ? "held until granted, deadline " : "to be looked at, by ")
                + text(item, "deadline")
            : text(item, "state")
                + (text(item, "until").isEmpty() ? "" : " until " + text(item, "until"));
    return text(item, "exchange")
        + "  "
        + text(item, "queue")
        + "  "
        + text(item, "caller")
        + " on "
        + text(item, "route")
        + " by "
        + text(item, "rule")
        + "  "
        + text(item, "since")
        + "  "
        + state;
  }

  private static void tell(PrintWriter out, Json.Obj list, String member, String what) {
    long number = list.number(member).orElse(0L);
    if (number > 0) out.println(number + " " + what);
  }
}
