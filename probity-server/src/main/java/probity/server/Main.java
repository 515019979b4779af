package probity.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import probity.store.file.StoreException;

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
          command.getErr().println("probity: " + sentence(failure));
          return 1;
        });
  }

  /// What an operator can do something about is told in a sentence; all else is a fault of the
  /// program, and thrown.
  private static String sentence(Exception failure) throws Exception {
    return switch (failure) {
      case StartRefused refused -> String.valueOf(refused.getMessage());
      case StoreException store when store.getCause() != null ->
          store.getMessage() + ": " + store.getCause();
      case StoreException store -> String.valueOf(store.getMessage());
      default -> throw failure;
    };
  }

  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(System.out);
  }
}
