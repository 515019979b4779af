package probity.server.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import probity.classify.Labels;
import probity.classify.Scoring;
import probity.ledger.Json;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.canary.Rehearsal;
import probity.policy.check.Coverage;
import probity.policy.check.Coverage.OfRule;
import probity.policy.check.Coverage.Tested;
import probity.server.command.CommandRefused;
import probity.server.model.LocalModels;
import probity.yaml.Mistake;

/// `probity policy test`: runs the tests that stand beside the rules, and shows what they cover.
@Command(
    name = "test",
    description = "Runs the tests beside the rules, shows what they cover, and rehearses canaries.",
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  private static final int RULE = 40;

  /// Of the texts of a canary, for each model.
  private static final int PIECES = 128;

  @Mixin private Environments environments = new Environments();

  @Option(names = "--junit", paramLabel = "FILE", description = "writes a report as JUnit's XML")
  private @Nullable Path junit;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try (var models = LocalModels.open()) {
      return test(
          new Scoring(
              models.list().stream().map(each -> new Scoring.Part(each, PIECES, true)).toList()));
    }
  }

  private int test(Scoring scoring) {
    var coverages = new LinkedHashMap<String, Coverage>();
    var rehearsed = new LinkedHashMap<String, List<String>>();
    var files = environments.files();
    files.forEach((environment, bundle) ->
        coverages.put(
            environment,
            switch (Bundle.read(bundle, Labels.known())) {
              case BundleReading.Loaded(var loaded) -> {
                rehearsed.put(environment, new Rehearsal(loaded, scoring).missed());
                yield Coverage.of(loaded);
              }
              case BundleReading.Mistaken(var mistakes) ->
                  throw new CommandRefused(
                      "the bundle has mistakes, so no test can run\n"
                          + mistakes.stream()
                              .map(Mistake::render)
                              .collect(Collectors.joining("\n")));
            }));
    coverages.forEach((environment, coverage) -> {
      if (coverages.size() > 1) out().println("environment " + environment);
      rehearsed.getOrDefault(environment, List.of()).forEach(out()::println);
      tell(coverage);
    });
    if (junit != null) write(junit, coverages);
    boolean pass =
        coverages.values().stream().allMatch(one -> one.failures().isEmpty())
            && rehearsed.values().stream().allMatch(List::isEmpty);
    return pass ? 0 : 1;
  }

  private void tell(Coverage coverage) {
    for (Tested test : coverage.failures()) {
      out().println(test.result().sentence());
      out().println("  given " + given(test));
      test.whole()
          .ifPresent(_ ->
              out()
                  .println(
                      "  the bundle as a whole "
                          + (test.refused()
                              ? "refuses, by `" + test.refusedBy() + "`"
                              : "permits")));
    }
    out().println(pad("rule") + "  fired  not fired  failed  refused");
    for (OfRule rule : coverage.rules()) {
      out()
          .printf(
              "%s  %5d  %9d  %6d  %7d%n",
              pad(rule.rule().id()), rule.fired(), rule.not(), rule.failed(), rule.refused());
    }
    int failed = coverage.failures().size();
    out()
        .println(
            coverage.tests().size() + " tests, " + (failed == 0 ? "all pass" : failed + " fail"));
  }

  private static String pad(String text) {
    return text + " ".repeat(Math.max(0, RULE - text.length()));
  }

  /// The facts that the author gave: those that are not empty, 0 or false.
  private static String given(Tested test) {
    return test.result().test().given().json().members().stream()
        .filter(member -> !member.name().equals("phase") && !isNeutral(member.value()))
        .map(member -> member.name() + " = " + member.value().canonical())
        .collect(Collectors.joining(", "));
  }

  private static boolean isNeutral(Json value) {
    return switch (value) {
      case Json.Str(var text) -> text.isEmpty();
      case Json.Arr(var items) -> items.isEmpty();
      case Json.Obj object ->
          object.members().stream().allMatch(member -> isNeutral(member.value()));
      default -> value.canonical().equals("0") || value.canonical().equals("false");
    };
  }

  private static void write(Path file, Map<String, Coverage> coverages) {
    try {
      Files.writeString(file, JunitReport.of(coverages));
    } catch (IOException e) {
      throw new CommandRefused("report `" + file + "` cannot be written", e);
    }
  }

  private PrintWriter out() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    return spec.commandLine().getOut();
  }
}
