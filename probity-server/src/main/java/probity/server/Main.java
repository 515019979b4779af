package probity.server;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /// Exits with 0, with 1 where the work failed, with 2 where the command line is wrong.
  public static void main(String[] arguments) {
    Logs.oneLineEach();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, _) -> {
          switch (failure) {
            case StartRefused refused -> say(command, refused.getMessage());
            case StoreException store -> say(command, withCause(store));
            default -> throw failure;
          }
          return 1;
        })
        .setParameterExceptionHandler((wrong, _) -> {
          var command = wrong.getCommandLine();
          say(command, inOurWords(wrong.getMessage()));
          command
              .getErr()
              .println(
                  "`./" + command.getCommandSpec().qualifiedName() + " --help` has the options");
          return 2;
        });
  }

  private static void say(CommandLine command, @Nullable String message) {
    command.getErr().println("probity: " + message);
  }

  /// What failed on disk is a path, and mostly a short reason.
  private static String withCause(StoreException store) {
    var cause = store.getCause();
    if (cause == null) return String.valueOf(store.getMessage());
    String reason = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "";
    String kind = cause.getClass().getSimpleName().replaceAll("Exception$", "");
    return store.getMessage() + ": " + kind + (reason.isEmpty() ? "" : " `" + reason + "`");
  }

  /// The library's sentence in the form of ours: lower case, input in backticks.
  private static String inOurWords(@Nullable String message) {
    String text = String.valueOf(message).replace('\'', '`');
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  @Override
  public void run() {
    if (spec != null) spec.commandLine().usage(System.out);
  }
}
