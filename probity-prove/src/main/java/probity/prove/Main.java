package probity.prove;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `probity policy prove`: a program of its own, so that no gateway has a solver on its class path.
@Command(
    name = "probity policy prove",
    description =
        "Shows that the rules of a bundle keep its invariants, or gives counter-examples"
            + " (docs/prove.md). Exits with 1 unless all are kept.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  private static final int SECONDS_MAX = 3600;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "the bundle's folder")
  private Path folder = Path.of("");

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "with the overlay of this environment; without any where not given")
  private @Nullable String environment;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "the longest to look at one invariant, 1 to 3600 (default: ${DEFAULT-VALUE})")
  private int seconds = 20;

  @Option(
      names = "--note-seconds",
      paramLabel = "N",
      description =
          "the longest to look for rules that can never do anything, 0 to 3600 (default:"
              + " ${DEFAULT-VALUE})")
  private int noteSeconds = 60;

  /// Exits with 0 where all is kept, with 1 where it is not, with 2 where the command line is
  /// wrong.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, _) -> {
          if (!(failure instanceof NotProved)) throw failure;
          command.getErr().println("probity: " + failure.getMessage());
          return 1;
        });
  }

  @Override
  public Integer call() {
    if (spec == null) throw new IllegalStateException("not run by the command line");
    var command = spec.commandLine();
    within("--seconds", seconds, 1);
    within("--note-seconds", noteSeconds, 0);
    PrintWriter out = command.getOut();
    var bundle = BundleFolder.read(folder, Optional.ofNullable(environment));
    var prover = new Prover(bundle, new CelSolver(), System::nanoTime);
    var report = new Report(bundle);
    var proofs = new ArrayList<Proof>();
    for (var invariant : bundle.invariants()) {
      say("looking at `" + invariant.id() + "`");
      var proof = prover.prove(invariant, Duration.ofSeconds(seconds));
      proofs.add(proof);
      report.lines(proof).forEach(out::println);
      out.flush();
    }
    if (noteSeconds > 0) {
      say("looking at " + bundle.rules().size() + " rules");
      var notes = new Notes(bundle, prover, System::nanoTime);
      Report.lines(notes.note(Duration.ofSeconds(noteSeconds))).forEach(out::println);
    }
    out.println(Report.summary(proofs));
    out.flush();
    return proofs.stream().allMatch(Proof.Kept.class::isInstance) ? 0 : 1;
  }

  private void within(String option, int value, int min) {
    if (value >= min && value <= SECONDS_MAX) return;
    if (spec == null) throw new IllegalStateException("not run by the command line");
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        option + " `" + value + "`: " + min + " to " + SECONDS_MAX + " was expected");
  }

  /// Progress, beside what is found.
  private void say(String what) {
    if (spec != null) spec.commandLine().getErr().println(what + " …");
  }
}
