package probity.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
    name = "probity",
    description = "An inspection gateway for AI model calls, with a ledger of every decision.",
    mixinStandardHelpOptions = true,
    version = Product.NAME_AND_VERSION,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ServeCommand.class, DemoCommand.class, CallerCommand.class})
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  /// Exits with 0, with 1 where the work failed, with 2 where the command line is wrong.
  public static void main(String[] arguments) {
    Logs.oneLineEach();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, _) -> {
          if (!(failure instanceof StartRefused)) throw failure;
          command.getErr().println("probity: " + failure.getMessage());
          return 1;
        });
  }

  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(System.out);
  }
}
