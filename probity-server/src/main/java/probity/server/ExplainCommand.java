package probity.server;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.evidence.Engine;
import probity.exchange.Facts;
import probity.index.Index;
import probity.index.Shown;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.explain.Explanation;
import probity.reperform.RecordedBundles;
import probity.reperform.RecordedDecision;
import probity.reperform.Reperformance;
import probity.server.policy.RecordedBundle;

/// `probity policy explain`: why a record was decided as it was, rule by rule.
@Command(
    name = "explain",
    description = "Every rule that was asked about a record, its inputs, and the verdict and why.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin private DataFolder folder = new DataFolder();

  @Parameters(
      paramLabel = "RECORD",
      description = "an exchange's id, LOG:INDEX of an entry, or an entry's leaf hash in hex")
  private String wanted = "";

  @Option(names = "--json", description = "one JSON object, for machines")
  private boolean json;

  @Option(names = "--all", description = "rules that do not hold with all their inputs, too")
  private boolean all;

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    try (var index = Index.open(folder.path())) {
      index.catchUp((_, _, _) -> {});
      var lookup = new Lookup(index, wanted);
      var entry = lookup.entry();
      var record = lookup.record(entry);
      if (record.isEmpty()) {
        throw new StartRefused("`" + wanted + "` is of no exchange, so nothing was decided");
      }
      var entries = lookup.entries(record.get());
      var explained = new Explained(index, lookup, entries);
      if (json) out.println(explained.json().canonical());
      else ExplainText.tell(explained, all, out);
      out.flush();
      return explained.differences().isEmpty() && explained.impossible().isEmpty() ? 0 : 1;
    }
  }

  /// A decision of the record with its explanation.
  ///
  /// @param what was decided: `request`, `tool call 2, `refund``, `answer`
  /// @param time of the entry that states it
  record Decided(String what, String time, RecordedDecision recorded, Explanation explanation) {}

  /// A record with all that explains it.
  static final class Explained {
    private final List<Shown> entries;
    private final List<Decided> decided = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> impossible = new ArrayList<>();
    private final Json.Obj since;

    Explained(Index index, Lookup lookup, List<Shown> entries) {
      this.entries = entries;
      var again = new Reperformance(new Engine(Product.NAME_AND_VERSION, Product.CEL, List.of()));
      var bundles = new RecordedBundles();
      for (Shown shown : entries) {
        Entry entry = shown.entry();
        var came = again.perform(entry, digest -> RecordedBundle.blob(index.ledger(), digest));
        String where = entry.kind() + " " + shown.log() + ":" + shown.index() + ": ";
        came.differences().forEach(one -> differences.add(where + one));
        came.impossible().forEach(one -> impossible.add(where + one));
        for (RecordedDecision one : RecordedDecision.of(entry.kind(), entry.body())) {
          if (one.where().startsWith("shadow")) continue;
          var bundle =
              bundles.find(one.bundle(), digest -> RecordedBundle.blob(index.ledger(), digest));
          var facts = one.decidable();
          if (bundle instanceof RecordedBundles.Found.There(var there) && facts.isPresent()) {
            decided.add(decided(entry, one, there, facts.get()));
          }
        }
      }
      this.since = since(lookup, leaf());
    }

    private static Decided decided(
        Entry entry, RecordedDecision recorded, Bundle bundle, Facts facts) {
      String what =
          switch (entry.kind()) {
            case "intent" -> "request";
            case "step" ->
                "tool call "
                    + (1 + entry.body().number("number").orElse(0L))
                    + (facts.tool().isEmpty() ? " (undeclared)" : " `" + facts.tool() + "`");
            default -> "answer" + (recorded.where().isEmpty() ? "" : ", " + recorded.where());
          };
      return new Decided(what, entry.time(), recorded, Explanation.of(bundle, facts));
    }

    /// The `bundle` entry by which the bundle came into force; empty where it is not published.
    private static Json.Obj since(Lookup lookup, String leaf) {
      if (Hash.parseHex(leaf) instanceof Checked.Valid<Hash>) {
        try {
          return lookup.byLeaf(leaf).entry().body();
        } catch (StartRefused notPublished) {
          return Json.object().build();
        }
      }
      return Json.object().build();
    }

    Entry intent() {
      return entries.getFirst().entry();
    }

    Json.Obj bundle() {
      return intent().body().object("bundle").orElseGet(() -> Json.object().build());
    }

    private String leaf() {
      return bundle().text("leaf").orElse("");
    }

    /// From when the bundle was in force; empty where that is not known.
    String inForce() {
      return since.text("in_force").orElse("");
    }

    List<Decided> decided() {
      return decided;
    }

    /// In what the decisions made again differ from those recorded.
    List<String> differences() {
      return differences;
    }

    List<String> impossible() {
      return impossible;
    }

    Json.Obj json() {
      return Json.object()
          .put("bundle", bundle())
          .put("decisions", new Json.Arr(decided.stream().map(ExplainText::json).toList()))
          .put("differences", differences)
          .put("exchange", intent().body().text("exchange").orElse(""))
          .put("impossible", impossible)
          .put("in_force", inForce())
          .build();
    }
  }
}
