package probity.server.policy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import probity.server.command.Installation;
import probity.server.replay.ReplayCommand;

/// `probity policy`: bundles from the first draft to the end of their force.
@Command(
    name = "policy",
    description = "Writes, signs and follows policy bundles (docs/bundle.md, docs/life.md).",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommand {
  private PolicyCommand() {}

  /// With its subcommands, which read configurations by `installations`.
  public static CommandLine commandLine(Installation.Reader installations) {
    return new CommandLine(new PolicyCommand())
        .addSubcommand(new CheckCommand())
        .addSubcommand(new TestCommand())
        .addSubcommand(new DiffCommand(installations))
        .addSubcommand(new ShadowCommand(installations))
        .addSubcommand(new RenderCommand())
        .addSubcommand(new ReplayCommand(BundleFolder::untested))
        .addSubcommand(new ProposeCommand(installations))
        .addSubcommand(new ApproveCommand(installations))
        .addSubcommand(new SubmitCommand(installations))
        .addSubcommand(new RollbackCommand(installations))
        .addSubcommand(new StatusCommand(installations));
  }
}
