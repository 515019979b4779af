package probity.server.review;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import probity.server.command.Installation;

/// `probity review`: what waits for a person, and what the person decides.
@Command(
    name = "review",
    description =
        "Lists what waits for reviewers, shows it, grants, denies, and notes what was looked at"
            + " (docs/review.md).",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ReviewCommand {
  private ReviewCommand() {}

  /// With its subcommands, which read configurations by `installations`.
  public static CommandLine commandLine(Installation.Reader installations) {
    return new CommandLine(new ReviewCommand())
        .addSubcommand(new ListCommand(installations))
        .addSubcommand(new ShowCommand(installations))
        .addSubcommand(new DecideCommand.Grant(installations))
        .addSubcommand(new DecideCommand.Deny(installations))
        .addSubcommand(new DecideCommand.Look(installations));
  }
}
