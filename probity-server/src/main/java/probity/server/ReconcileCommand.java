package probity.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import probity.index.Index;
import probity.index.Search;
import probity.index.Search.Call;
import probity.ledger.Checked;
import probity.reconcile.Cell;
import probity.reconcile.Reconciliation;
import probity.reconcile.UsageExport;

/// `probity reconcile`: holds what providers say they were asked against what is on record.
@Command(
    name = "reconcile",
    description =
        "Compares providers' usage exports with the ledger, by bucket, key and model"
            + " (docs/index.md). Exits with 1 where something differs or cannot be compared.",
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {
  private static final long BYTES_MAX = 64 << 20;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private DataFolder folder = new DataFolder();

  @Option(
      names = "--usage",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "pages of OpenAI usage/completions or Anthropic usage_report/messages")
  private List<Path> files = List.of();

  @Option(
      names = "--key",
      paramLabel = "ID=UPSTREAM",
      description = "which upstream uses an API key or project; repeat for more")
  private Map<String, String> keys = Map.of();

  @Option(
      names = "--model",
      paramLabel = "NAME=ALIAS",
      description = "our name for a model that the provider calls NAME; repeat for more")
  private Map<String, String> aliases = Map.of();

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    var exports = exports();
    var cells = new ArrayList<Cell>();
    var aside = new ArrayList<Call>();
    try (var index = Index.open(folder.path())) {
      index.catchUp((_, _, _) -> {});
      for (UsageExport export : exports) {
        var calls = calls(index.search(), export);
        cells.addAll(new Reconciliation(keys, aliases).compare(export, calls));
        aside.addAll(calls.stream().filter(call -> call.format().equals("opaque")).toList());
      }
    }
    var compared = Comparisons.of(cells);
    compared.print(out);
    notes(exports, cells, aside).forEach(note -> out.println("note: " + note));
    out.println(compared.summary());
    out.flush();
    return compared.agree() ? 0 : 1;
  }

  private List<UsageExport> exports() {
    var exports = new ArrayList<UsageExport>();
    var texts = new HashSet<String>();
    for (Path file : files) {
      String text = text(file);
      if (!texts.add(text)) {
        throw new StartRefused("`" + file + "` was given already: it would be counted twice");
      }
      switch (UsageExport.parse(text)) {
        case Checked.Valid<UsageExport>(var export) -> exports.add(export);
        case Checked.Invalid<UsageExport>(_, var detail) ->
            throw new StartRefused("`" + file + "` is no usage export: " + detail);
      }
    }
    return joined(exports);
  }

  /// Pages of one vendor are one export. Buckets may stand in several pages, but not overlap.
  private static List<UsageExport> joined(List<UsageExport> pages) {
    var joined = new ArrayList<UsageExport>();
    for (var vendor : new TreeSet<>(pages.stream().map(UsageExport::vendor).toList())) {
      var own = pages.stream().filter(page -> page.vendor() == vendor).toList();
      var buckets =
          own.stream()
              .flatMap(page -> page.buckets().stream())
              .distinct()
              .sorted(Comparator.comparing(UsageExport.Bucket::from))
              .toList();
      for (int i = 1; i < buckets.size(); i++) {
        if (buckets.get(i).from().compareTo(buckets.get(i - 1).until()) < 0) {
          throw new StartRefused(
              "buckets from "
                  + buckets.get(i - 1).from()
                  + " and "
                  + buckets.get(i).from()
                  + " overlap; give exports of one bucket width");
        }
      }
      joined.add(
          new UsageExport(
              vendor,
              buckets,
              own.stream().flatMap(page -> page.lines().stream()).toList(),
              own.getLast().more()));
    }
    return joined;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new StartRefused(
            "`" + file + "` has over " + BYTES_MAX + " bytes; give smaller pages");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartRefused("usage export `" + file + "` cannot be read", e);
    }
  }

  private static List<Call> calls(Search search, UsageExport export) {
    var calls = new ArrayList<Call>();
    for (UsageExport.Bucket bucket : export.buckets()) {
      calls.addAll(search.calls(bucket.from(), bucket.until()));
    }
    return calls;
  }

  /// What the comparison does not cover.
  private List<String> notes(List<UsageExport> exports, List<Cell> cells, List<Call> aside) {
    var notes = new ArrayList<String>();
    if (keys.isEmpty()) {
      notes.add("no --key given: all keys of a provider are compared together with all calls");
    } else {
      notes.add(
          "only calls to these upstreams are compared: "
              + String.join(", ", new TreeSet<>(keys.values())));
    }
    for (UsageExport export : exports) {
      if (export.more()) {
        notes.add(export.vendor().word() + ": the last page says that more follow; get them too");
      }
      if (export.lines().stream().anyMatch(line -> line.requests().isEmpty())) {
        notes.add(export.vendor().word() + " does not count requests: tokens alone are compared");
      }
    }
    if (!aside.isEmpty()) {
      notes.add(
          aside.size()
              + " calls on opaque routes are not compared, their answers are not read: "
              + Comparisons.some(aside));
    }
    var partly = cells.stream().filter(cell -> !cell.tokensKnown()).toList();
    if (!partly.isEmpty()) {
      var calls = partly.stream().flatMap(cell -> cell.withoutUsage().stream()).toList();
      notes.add(
          calls.size()
              + " calls have no usage on record, in "
              + partly.size()
              + " buckets; tokens there can only be too few: "
              + Comparisons.some(calls));
    }
    return notes.stream().distinct().toList();
  }
}
