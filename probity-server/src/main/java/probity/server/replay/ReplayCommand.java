package probity.server.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import probity.policy.Bundle;
import probity.replay.ReplayReport;
import probity.server.command.CommandRefused;

/// `probity policy replay`: which recorded decisions a candidate bundle would change.
@Command(
    name = "replay",
    description =
        "Decides recorded facts by a candidate bundle and says which decisions change"
            + " (docs/reperform.md).",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final long PROGRESS_EVERY_NANOS = 3_000_000_000L;
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{3})?)?)?Z?");

  /// Reads a bundle's folder, for an environment where one is named.
  public interface Candidates {
    Bundle read(Path folder, Optional<String> environment);
  }

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(paramLabel = "CANDIDATE", description = "the candidate's folder")
  private Path candidate = Path.of("");

  @Option(
      names = "--ledger",
      required = true,
      paramLabel = "DIR",
      description = "a `ledger/` folder; it is read, not written, and a gateway may be writing it")
  private Path ledger = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "from this time on, UTC: 2026-11-25, 2026-11-25T09:00 or finer")
  private String from = "";

  @Option(names = "--until", paramLabel = "T", description = "before this time")
  private String until = "";

  @Option(names = "--route", paramLabel = "ROUTE", description = "on this route; repeatable")
  private List<String> routes = List.of();

  @Option(names = "--environment", paramLabel = "ENV", description = "the overlay that applies")
  private @Nullable String environment;

  @Option(names = "--json", paramLabel = "FILE", description = "writes the result there too")
  private @Nullable Path json;

  private final Candidates candidates;

  public ReplayCommand(Candidates candidates) {
    this.candidates = candidates;
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    CommandLine line = spec.commandLine();
    var period =
        new Period(time("--from", from, line), time("--until", until, line), new HashSet<>(routes));
    var bundle = candidates.read(candidate, Optional.ofNullable(environment));
    var tally = new LedgerReplay(ledger, bundle, period).run(progress(line.getErr()));
    var report =
        new ReplayReport(
            tally, bundle.name() + " " + bundle.version() + " " + bundle.digest().hex());
    report.lines().forEach(line.getOut()::println);
    line.getOut().flush();
    if (json != null) write(json, report.json().canonical() + "\n");
    return 0;
  }

  private static String time(String option, String text, CommandLine line) {
    if (text.isEmpty() || TIME.matcher(text).matches()) return text.replace("Z", "");
    throw new ParameterException(
        line,
        "`"
            + text
            + "` is no time for `"
            + option
            + "`: `2026-11-25`, `2026-11-25T09:00` or finer");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandRefused("`" + file + "` cannot be written", e);
    }
  }

  /// A line every few seconds, so that nobody takes long work for a halt.
  private static LedgerReplay.Progress progress(PrintWriter err) {
    long begun = System.nanoTime();
    return new LedgerReplay.Progress() {
      private long last = begun;

      @Override
      public void at(long done, long of) {
        long now = System.nanoTime();
        if (now - last < PROGRESS_EVERY_NANOS || done == 0) return;
        last = now;
        long each = Math.max(1, (now - begun) / done);
        err.println(
            done
                + " of "
                + of
                + " entries, "
                + 1_000_000_000L / each
                + " a second, about "
                + (of - done) * each / 1_000_000_000L
                + " s left");
        err.flush();
      }
    };
  }
}
