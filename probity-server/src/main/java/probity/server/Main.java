package probity.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import probity.control.ControlException;
import probity.http.BoundedHttp;
import probity.index.IndexException;
import probity.server.classify.ClassifyCommand;
import probity.server.classify.EvaluateCommand;
import probity.server.command.CommandRefused;
import probity.server.command.Installation;
import probity.server.person.KeyCommand;
import probity.server.person.PersonCommand;
import probity.server.policy.PolicyCommand;
import probity.server.review.ReviewCommand;
import probity.server.source.SourcesException;
import probity.store.file.StoreException;
import probity.witness.WitnessException;

/// The command line.
@Command(
    name = "probity",
    description = "An inspection gateway for AI model calls, with a ledger of every decision.",
    mixinStandardHelpOptions = true,
    version = Product.NAME_AND_VERSION,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      SealerCommand.class,
      IndependenceCommand.class,
      DemoCommand.class,
      CallerCommand.class,
      VerifyCommand.class,
      KeysCommand.class,
      CopiesCommand.class,
      WitnessCommand.class,
      ReindexCommand.class,
      FindCommand.class,
      ShowCommand.class,
      ReconcileCommand.class,
      SourcesCommand.class,
      ClassifyCommand.class,
      EvaluateCommand.class,
      CatalogueCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /// Exits with 0, with 1 where the work failed, with 2 where the command line is wrong.
  public static void main(String[] arguments) {
    Logs.oneLineEach();
    BoundedHttp.setBounds();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand(KeyCommand.commandLine())
        .addSubcommand(PersonCommand.commandLine(Main::installation))
        .addSubcommand(
            PolicyCommand.commandLine(Main::installation).addSubcommand(new ExplainCommand()))
        .addSubcommand(ReviewCommand.commandLine(Main::installation))
        .addSubcommand(new CanariesCommand(Main::installation))
        .setExecutionExceptionHandler((failure, command, _) -> {
          say(command, sentence(failure));
          return 1;
        })
        .setParameterExceptionHandler((wrong, _) -> {
          var command = wrong.getCommandLine();
          say(command, inOurWords(wrong));
          command
              .getErr()
              .println(
                  "`./" + command.getCommandSpec().qualifiedName() + " --help` has the options");
          return 2;
        });
  }

  private static Installation installation(Path file) {
    var config = ServeCommand.read(file);
    return new Installation(
        config.origin() + "/records",
        config.ledgerFolder(),
        config.governance().control().map(at -> "http://" + at.host() + ":" + at.port()),
        config.governance().environment());
  }

  /// What an operator can do something about is told in a sentence; all else is a fault of the
  /// program, and thrown.
  private static String sentence(Exception failure) throws Exception {
    return switch (failure) {
      case CommandRefused refused -> String.valueOf(refused.getMessage());
      case StartRefused refused -> String.valueOf(refused.getMessage());
      case ControlException control -> String.valueOf(control.getMessage());
      case SourcesException sources -> String.valueOf(sources.getMessage());
      case IndexException index -> String.valueOf(index.getMessage());
      case StoreException store -> withCause(store);
      case WitnessException witness -> String.valueOf(witness.getMessage());
      default -> throw failure;
    };
  }

  /// What failed on a disk is mostly a path and a word.
  private static String withCause(StoreException store) {
    if (!(store.getCause() instanceof IOException cause)) return String.valueOf(store.getMessage());
    String what = cause.getClass().getSimpleName().replaceAll("Exception$", "");
    return store.getMessage() + ": " + what + " `" + cause.getMessage() + "`";
  }

  private static void say(CommandLine command, String message) {
    command.getErr().println("probity: " + message);
  }

  /// The library's sentence in the form of ours: lower case, input in backticks.
  private static String inOurWords(ParameterException wrong) {
    String text = String.valueOf(wrong.getMessage()).replace('\'', '`');
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(System.out);
  }
}
