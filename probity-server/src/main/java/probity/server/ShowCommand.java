package probity.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.index.Found;
import probity.index.Index;
import probity.index.Shown;
import probity.ledger.Json;

/// `probity show`: one record, with each of its entries and the proof that it stands in its log.
@Command(
    name = "show",
    description = "Shows a record, its entries and their proofs (docs/index.md).",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private DataFolder folder = new DataFolder();

  @Parameters(
      paramLabel = "RECORD",
      description = "an exchange's id, LOG:INDEX of an entry, or an entry's leaf hash in hex")
  private String wanted = "";

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description =
          "writes a C2SP tlog-proof of the entry; of an exchange, of its outcome (of its intent while"
              + " there is none)")
  private @Nullable Path proof;

  @Option(names = "--json", description = "one JSON object, with entries and proofs verbatim")
  private boolean json;

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    try (var index = Index.open(folder.path())) {
      index.catchUp((_, _, _) -> {});
      var lookup = new Lookup(index, wanted);
      var entry = lookup.entry();
      var record = lookup.record(entry);
      var entries = record.map(lookup::entries).orElseGet(() -> entry.stream().toList());
      var proven = entry.orElseGet(() -> entries.getLast());
      if (json) {
        out.println(json(record, entries).canonical());
      } else {
        record.ifPresent(found -> Telling.record(found, entries, out));
        if (record.isEmpty()) Telling.members(proven, out);
        entries.forEach(one -> Telling.entry(one, out));
      }
      if (proof != null) {
        write(proof, proven);
        if (!json) out.println("proof of " + proven.log() + ":" + proven.index() + " in " + proof);
      }
      out.flush();
    }
    return 0;
  }

  private static Json.Obj json(Optional<Found> record, List<Shown> entries) {
    return Json.object()
        .put("entries", new Json.Arr(entries.stream().map(one -> (Json) one.json()).toList()))
        .put("exchange", record.map(Found::exchange).orElse(""))
        .build();
  }

  private static void write(Path file, Shown proven) {
    try {
      Files.writeString(file, proven.proof().text());
    } catch (IOException e) {
      throw new StartRefused("`" + file + "` cannot be written: " + e.getMessage(), e);
    }
  }
}
