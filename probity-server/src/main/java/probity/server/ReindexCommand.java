package probity.server;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import probity.index.Index;

/// `probity reindex`: makes the index anew.
@Command(
    name = "reindex",
    description =
        "Makes the index of the ledger anew from its published entries (docs/index.md); the gateway"
            + " may be running.",
    mixinStandardHelpOptions = true)
final class ReindexCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private DataFolder folder = new DataFolder();

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    try (var index = Index.fresh(folder.path())) {
      index.catchUp((log, entries, of) -> {
        err.println(log + ": " + entries + " of " + of + " entries");
        err.flush();
      });
      long entries = 0;
      for (Index.Position position : index.positions()) entries += position.size();
      out.println(
          "indexed: "
              + index.positions().size()
              + " logs, "
              + entries
              + " entries, "
              + index.search().count(FindCommand.ALL)
              + " records");
      out.flush();
    }
    return 0;
  }
}
