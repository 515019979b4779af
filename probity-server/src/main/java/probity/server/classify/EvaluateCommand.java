package probity.server.classify;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `probity evaluate`: how well detectors and models find what others have marked in texts.
@Command(
    name = "evaluate",
    description =
        "Precision, recall and F1 with 95 percent intervals for each label and set, and the time a"
            + " kB takes (docs/classification.md).",
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DATASET",
      arity = "1..*",
      description = "files of labelled texts, or folders of them")
  private List<Path> paths = List.of();

  @Option(names = "--page", paramLabel = "FILE", description = "writes the tables into a page")
  private @Nullable Path page;

  @Mixin private LookFor lookFor = new LookFor();

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var tables = new StringBuilder();
    try (var everything = new Everything(lookFor.detectors())) {
      for (Path path : paths) {
        for (Datasets.Dataset set : Datasets.read(path)) {
          tables.append(table(set, everything, err));
        }
      }
    }
    out.print(tables);
    out.flush();
    Optional.ofNullable(page).ifPresent(file -> write(file, tables.toString()));
    return 0;
  }

  private static String table(Datasets.Dataset set, Everything everything, PrintWriter err) {
    Map<String, Measure> measures = new TreeMap<>();
    set.labels().forEach(label -> measures.put(label, new Measure()));
    long bytes = 0;
    long nanos = 0;
    int done = 0;
    for (Labelled.Text text : set.texts()) {
      long begun = System.nanoTime();
      List<Labelled> found = everything.in(text);
      nanos += System.nanoTime() - begun;
      bytes += text.text().getBytes(StandardCharsets.UTF_8).length;
      measures.forEach(
          (label, measure) -> measure.add(only(text.labels(), label), only(found, label)));
      if (++done % 500 == 0) {
        err.println(set.name() + ": " + done + " of " + set.texts().size());
        err.flush();
      }
    }
    return table(set, measures, nanos / 1e3 / (bytes / 1e3));
  }

  private static List<Labelled> only(List<Labelled> some, String label) {
    return some.stream().filter(each -> each.label().equals(label)).toList();
  }

  private static String table(
      Datasets.Dataset set, Map<String, Measure> measures, double microsPerKilobyte) {
    var rows = new StringBuilder();
    rows.append("### ").append(set.name()).append("\n\n");
    rows.append(
        String.format(
            Locale.ROOT,
            "%d texts, %.0f µs per kB (detectors and models, one thread).%n%n",
            set.texts().size(),
            microsPerKilobyte));
    rows.append(
        "| label | marked | precision | recall | F1 | texts without it that were flagged |\n");
    rows.append("|---|---|---|---|---|---|\n");
    measures.forEach((label, measure) ->
        rows.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s |%n",
                label,
                measure.things(),
                measure.things() == 0 ? "none marked" : share(measure.precision()),
                measure.things() == 0 ? "none marked" : share(measure.recall()),
                measure.things() == 0 ? "none marked" : share(measure.f1()),
                share(measure.falseAlarms()))));
    return rows.append('\n').toString();
  }

  private static String share(Measure.Share share) {
    if (Double.isNaN(share.value())) return "no such text";
    return String.format(
        Locale.ROOT, "%.3f (%.3f to %.3f)", share.value(), share.low(), share.high());
  }

  private static void write(Path file, String tables) {
    try {
      Files.writeString(
          file,
          """
          # What was found in data sets

          Written by `./probity evaluate --page`, from sets that are for development. A thing counts as found where a finding overlaps it; intervals are 95 percent (Wilson; for F1 drawn again from the texts). The sets that judge the product are others, which nobody trained or tuned on, and are measured elsewhere.

          """
              + tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
