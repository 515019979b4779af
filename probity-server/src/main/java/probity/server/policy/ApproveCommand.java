package probity.server.policy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import probity.ledger.Note;
import probity.policy.Bundle;
import probity.policy.BundleReading;
import probity.policy.diff.DiffWidening;
import probity.policy.life.Proposal;
import probity.server.command.CommandRefused;
import probity.server.command.Gateway;
import probity.server.command.Installation;
import probity.server.person.Passphrase;
import probity.server.person.PersonKey;
import probity.yaml.Mistake;

/// `probity policy approve`: another person reads what was proposed, and signs it too.
@Command(
    name = "approve",
    description = "Shows what a proposal says and, with --key, adds the signature of its approver.",
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
  private final Installation.Reader installations;

  @Mixin private Gateway gateway = new Gateway();

  @Parameters(paramLabel = "FILE", description = "the proposal file")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the approver's key; without it the proposal is shown and nothing signed")
  private @Nullable Path key;

  ApproveCommand(Installation.Reader installations) {
    this.installations = installations;
  }

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
    if (gateway.isNamed()) compare(proposal, signer);
    var both = new Proposal(proposal.blob(), signer.added(proposal.note()), proposal.statement());
    ProposalFile.write(file, both);
    System.out.println("signed by " + signer.key().name());
    return 0;
  }

  /// Says what the bundle allows that the one in force does not.
  private void compare(Proposal proposal, PersonKey signer) {
    var bundle =
        switch (Bundle.fromBlob(proposal.blob())) {
          case BundleReading.Loaded(var loaded) -> loaded;
          case BundleReading.Mistaken(var mistakes) ->
              throw new CommandRefused(
                  "the bundle cannot be used:\n"
                      + mistakes.stream().map(Mistake::render).collect(Collectors.joining("\n")));
        };
    if (proposal.statement().replaces().isEmpty()) {
      System.out.println("no bundle is in force before it: all that it permits is new");
      return;
    }
    var statement = proposal.statement();
    var before =
        EarlierBundle.read(
            gateway.client(installations),
            signer,
            statement.log(),
            statement.replaces(),
            Instant.now());
    var widens = new DiffWidening().widens(before, bundle);
    System.out.println(
        widens.any()
            ? "it allows more than `" + before.version() + "`:"
            : "it allows nothing that `" + before.version() + "` does not");
    widens.words().forEach(word -> System.out.println("  " + word));
  }
}
