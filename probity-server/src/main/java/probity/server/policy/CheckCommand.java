package probity.server.policy;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import probity.classify.Labels;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.check.Check;
import probity.policy.check.Finding;
import probity.policy.check.Finding.Level;
import probity.yaml.Mistake;

/// `probity policy check`: every mistake at once, then what is suspicious.
@Command(
    name = "check",
    description = "Checks a bundle: mistakes, and what is suspicious in one without.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private Environments environments = new Environments();

  @Option(names = "--json", description = "one JSON object, for machines")
  private boolean json;

  /// What was found, each with the environments in which it is so.
  private record Found(
      Map<Mistake, SequencedSet<String>> mistakes, Map<Finding, SequencedSet<String>> findings) {
    boolean passed() {
      return mistakes.isEmpty() && count(Level.FINDING) == 0;
    }

    long count(Level level) {
      return findings.keySet().stream().filter(finding -> finding.level() == level).count();
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var files = environments.files();
    var found = new Found(new LinkedHashMap<>(), new LinkedHashMap<>());
    files.forEach((environment, bundle) -> {
      switch (Bundle.read(bundle, Labels.known())) {
        case BundleReading.Mistaken(var mistakes) -> note(found.mistakes(), mistakes, environment);
        case BundleReading.Loaded(var loaded) ->
            note(found.findings(), Check.of(loaded, bundle), environment);
      }
    });
    if (json) {
      out().println(json(found).canonical());
    } else {
      tell(found, files.size());
    }
    return found.passed() ? 0 : 1;
  }

  private static <T> void note(
      Map<T, SequencedSet<String>> found, List<T> items, String environment) {
    items.forEach(item -> found.computeIfAbsent(item, _ -> new LinkedHashSet<>()).add(environment));
  }

  private void tell(Found found, int environments) {
    found
        .mistakes()
        .forEach((mistake, in) -> {
          out().println("mistake" + in(in, environments));
          out().println(mistake.render());
          out().println();
        });
    found
        .findings()
        .forEach((finding, in) -> {
          out().println(finding.render() + in(in, environments));
          out().println();
        });
    out()
        .println(
            counted(found.mistakes().size(), "mistake")
                + ", "
                + counted(found.count(Level.FINDING), "finding")
                + ", "
                + counted(found.count(Level.NOTE), "note"));
  }

  private static String in(SequencedSet<String> some, int all) {
    return some.size() == all ? "" : "\n  in:  " + String.join(", ", some);
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Json.Obj json(Found found) {
    return Json.object()
        .put(
            "findings",
            new Json.Arr(
                found.findings().entrySet().stream()
                    .map(entry -> (Json) json(entry.getKey(), entry.getValue()))
                    .toList()))
        .put(
            "mistakes",
            new Json.Arr(
                found.mistakes().entrySet().stream()
                    .map(entry -> (Json) json(entry.getKey(), entry.getValue()).build())
                    .toList()))
        .put("passed", found.passed())
        .build();
  }

  private static Json.Obj json(Finding finding, SequencedSet<String> in) {
    return json(finding.at(), in)
        .put("do", finding.todo())
        .put("kind", finding.kind())
        .put("level", finding.level() == Level.NOTE ? "note" : "finding")
        .put("why", finding.why())
        .build();
  }

  private static Json.Builder json(Mistake at, SequencedSet<String> in) {
    return Json.object()
        .put("column", at.column())
        .put("environments", List.copyOf(in))
        .put("file", at.file())
        .put("line", at.line())
        .put("message", at.message());
  }

  private PrintWriter out() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    return spec.commandLine().getOut();
  }
}
