package probity.server.policy;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import probity.server.command.ControlClient;
import probity.server.command.Gateway;
import probity.server.command.Installation;

/// `probity policy submit`: brings a signed proposal to the running gateway.
@Command(
    name = "submit",
    description =
        "Sends a proposal to the running gateway; what it objects to is printed, and the bundle in"
            + " force stays.",
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Parameters(paramLabel = "FILE", description = "the proposal file")
  private Path file = Path.of("");

  @Mixin private Gateway gateway = new Gateway();

  @Option(
      names = "--approval",
      description = "send the signatures alone: the missing half of an emergency change in force")
  private boolean approval;

  @Spec private @Nullable CommandSpec spec;

  SubmitCommand(Installation.Reader installations) {
    this.installations = installations;
  }

  @Override
  public Integer call() {
    var proposal = ProposalFile.read(file);
    var client = gateway.client(installations);
    var answer =
        approval
            ? client.post("/v1/approvals", ControlClient.utf8(proposal.note().whole()))
            : client.post("/v1/bundles", ControlClient.utf8(proposal.text()));
    if (answer.status() == 200) {
      System.out.println(answer.json().flatMap(body -> body.text("says")).orElse("taken"));
      return 0;
    }
    answer.objections().forEach(this::complain);
    return 1;
  }

  private void complain(String sentence) {
    if (spec != null) spec.commandLine().getErr().println("probity: " + sentence);
  }
}
