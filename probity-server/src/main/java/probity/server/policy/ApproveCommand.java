package probity.server.policy;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.ledger.Note;
import probity.policy.life.Proposal;
import probity.server.command.CommandRefused;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;

/// `probity policy approve`: another person reads what was proposed, and signs it too.
@Command(
    name = "approve",
    description = "Shows what a proposal says and, with --key, adds the signature of its approver.",
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the proposal file")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the approver's key; without it the proposal is shown and nothing signed")
  private @Nullable Path key;

  @Override
  public Integer call() {
    var proposal = ProposalFile.read(file);
    System.out.print(proposal.statement().text());
    for (Note.Line line : proposal.note().lines()) {
      System.out.println("signed by " + line.name());
    }
    if (key == null) return 0;
    var signer = PersonKey.read(key, Passphrase.ofPerson());
    if (proposal.note().lines().stream()
        .anyMatch(line -> line.name().equals(signer.key().name()))) {
      throw new CommandRefused(
          "`"
              + signer.key().name()
              + "` has signed it already; author and approver are two people");
    }
    var both = new Proposal(proposal.blob(), signer.added(proposal.note()), proposal.statement());
    ProposalFile.write(file, both);
    System.out.println("signed by " + signer.key().name());
    return 0;
  }
}
