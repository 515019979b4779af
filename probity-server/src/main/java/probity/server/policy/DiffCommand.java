package probity.server.policy;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.diff.BundleDiff;
import probity.policy.diff.Change;
import probity.policy.diff.Direction;
import probity.policy.diff.Example;
import probity.server.command.CommandRefused;
import probity.server.command.Installation;

/// `probity policy diff`: what another bundle would change, in words and by examples.
@Command(
    name = "diff",
    description = "What changes from one bundle to another, and who can do what they could not.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private static final int EXAMPLES_MAX = 25;

  private final Installation.Reader installations;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "a bundle's folder, a proposal file, or a digest of a ledger (with --config)")
  private String old = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "likewise")
  private String now = "";

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "the environment whose overlay applies to folders")
  private @Nullable String environment;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "probity.yaml, whose ledger has the bundles that are named by a digest")
  private @Nullable Path config;

  @Option(names = "--json", description = "one JSON object, for machines")
  private boolean json;

  DiffCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var from = bundle(old);
    var to = bundle(now);
    var diff = BundleDiff.of(from, to);
    if (json) out().println(json(diff).canonical());
    else tell(from, to, diff);
    return 0;
  }

  private Bundle bundle(String named) {
    if (named.matches("[0-9a-f]{64}")) return RecordedBundle.read(ledger(), named);
    var path = Path.of(named);
    if (Files.isRegularFile(path))
      return RecordedBundle.loaded(named, ProposalFile.read(path).blob());
    return BundleFolder.untested(path, Optional.ofNullable(environment));
  }

  private Path ledger() {
    if (config == null) {
      throw new CommandRefused("a bundle named by its digest needs `--config probity.yaml`");
    }
    return installations.read(config).folder().resolve("ledger");
  }

  private void tell(Bundle from, Bundle to, BundleDiff diff) {
    out().println("from   " + name(from));
    out().println("to     " + name(to));
    out().println("widens " + widens(diff));
    examples("can do now what they could not", diff.examples(Direction.WIDER));
    examples("can no longer do what they could", diff.examples(Direction.NARROWER));
    changes("declared", diff.declared());
    changes("rules", diff.rules());
    out().println();
    out().println(diff.tried() + " scenarios tried on both");
  }

  private static String name(Bundle bundle) {
    return bundle.name() + " " + bundle.version() + ", digest " + bundle.digest().hex();
  }

  private static String widens(BundleDiff diff) {
    if (!diff.examples(Direction.WIDER).isEmpty()) return "yes: examples below";
    if (diff.widening().stream().anyMatch(change -> change.direction() == Direction.WIDER)) {
      return "yes: changes below";
    }
    return diff.widens() ? "perhaps: no example, and it is not ruled out" : "no";
  }

  private void examples(String title, List<Example> examples) {
    if (examples.isEmpty()) return;
    out().println();
    out().println(title);
    who("roles", examples, Example::roles);
    who("routes", examples, example -> List.of(example.route()));
    who("systems", examples, example -> List.of(example.system()));
    who("uses", examples, example -> List.of(example.use()));
    examples.stream().limit(EXAMPLES_MAX).forEach(one -> out().println("  - " + one.sentence()));
    if (examples.size() > EXAMPLES_MAX) {
      out().println("  and " + (examples.size() - EXAMPLES_MAX) + " more (`--json` has all)");
    }
  }

  private void who(String what, List<Example> examples, Function<Example, List<String>> of) {
    var words = new TreeSet<String>();
    examples.forEach(example -> words.addAll(of.apply(example)));
    words.remove("");
    if (!words.isEmpty()) out().println("  " + what + ": " + String.join(", ", words));
  }

  private void changes(String title, List<Change> changes) {
    if (changes.isEmpty()) return;
    out().println();
    out().println(title);
    for (Change change : changes) {
      String direction =
          change.direction() == Direction.SAME ? "" : " (" + change.direction().word() + ")";
      out().println("  - " + change.what() + direction);
      if (change.topic().startsWith("rule ")) {
        if (!change.before().isEmpty()) out().println("      before: " + change.before());
        if (!change.after().isEmpty()) out().println("      now:    " + change.after());
      }
    }
  }

  private static Json.Obj json(BundleDiff diff) {
    return Json.object()
        .put("declared", changes(diff.declared()))
        .put("examples", new Json.Arr(diff.examples().stream().map(DiffCommand::json).toList()))
        .put("rules", changes(diff.rules()))
        .put("tried", diff.tried())
        .put("widens", diff.widens())
        .build();
  }

  private static Json changes(List<Change> changes) {
    var items = new ArrayList<Json>();
    for (Change change : changes) {
      items.add(
          Json.object()
              .put("after", change.after())
              .put("before", change.before())
              .put("direction", change.direction().word())
              .put("topic", change.topic())
              .put("what", change.what())
              .build());
    }
    return new Json.Arr(items);
  }

  private static Json json(Example example) {
    return Json.object()
        .put("after", example.after())
        .put("before", example.before())
        .put("direction", example.direction().word())
        .put("phase", example.phase().word())
        .put("roles", example.roles())
        .put("route", example.route())
        .put("system", example.system())
        .put("use", example.use())
        .put("who", example.who())
        .build();
  }

  private PrintWriter out() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    return spec.commandLine().getOut();
  }
}
